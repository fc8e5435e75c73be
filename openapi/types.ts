// Generated from openapi/openapi.json by `npm run generate`. Do not edit.

export interface paths {
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The contract as a page to read. */
        get: operations["getReference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server lives, and what durability is in force. */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/llms.txt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a model must know to work here. */
        get: operations["getLlmsText"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Numbers for Prometheus. */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document. */
        get: operations["getContract"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server takes work now. */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List agents with presence and current tasks. */
        get: operations["listAgents"];
        put?: never;
        /** Register an agent; its token comes back this once. */
        post: operations["registerAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One agent with presence and current tasks. */
        get: operations["getAgent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change capabilities, role or maxConcurrent; an agent its own capabilities and maxConcurrent. */
        patch: operations["updateAgent"];
        trace?: never;
    };
    "/v1/agents/{name}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why an agent does what it does, or nothing. */
        get: operations["explainAgent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{name}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** No new claims for this agent; with drain it is asked to finish. */
        post: operations["pauseAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{name}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a paused agent claim again. */
        post: operations["resumeAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{name}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Retire an agent for good: its tokens stop working. */
        post: operations["retireAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits on the caller: who asks, what exactly, since when, and what happens if nothing is done. */
        get: operations["listAttention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events after a cursor, in order. */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every event from a cursor on, then live; over SSE here, over WebSocket at /v1/events/ws. */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/ws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A WebSocket with every event from a cursor on, then live; its frames are in frames.json. */
        get: operations["openEventSocket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your own inbox in order, and what is offered to your role. Reading acknowledges nothing. */
        get: operations["listInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inbox/ack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Acknowledge messages: all up to a number, single numbers, or messages by their ids. The others come again. */
        post: operations["ackInbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/insights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a project went over the last hours: tasks by status, ends, expiries, and how long things took. */
        get: operations["getInsights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turn the one-time code of a link into the cookie of this browser. */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/login-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a link that signs a person in at a browser, once. */
        post: operations["createLoginLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign this browser out: its cookie stops working. */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who calls, what it may see and until when, and what server it talks to. */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you have sent and the server still keeps, newest first; all of it or that of one thread. */
        get: operations["listSentMessages"];
        put?: never;
        /** Send a message to an agent, to a role (one of them takes it) or to all; agents named as @name get it too. */
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A message with how far it has come, for its sender and those it was sent to. */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{id}/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a message to your role for 5 minutes; who does not acknowledge it by then leaves it to another. */
        post: operations["takeMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The projects that the token may see. */
        get: operations["listProjects"];
        put?: never;
        /** Create a project: a board with its own agents and event log. */
        post: operations["createProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{name}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** No new claims in the project; with drain its holders are asked to finish. */
        post: operations["pauseProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{name}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let agents of a paused project claim again. */
        post: operations["resumeProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who holds which paths; with `path` only those that touch it. */
        get: operations["listReservations"];
        put?: never;
        /** Hold paths under a claim, exclusively or shared, until the claim ends. */
        post: operations["makeReservation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Give a hold on paths back before its claim ends; for its agent and leads. */
        delete: operations["releaseReservation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The review queue, oldest first; with taskId every round of one task. */
        get: operations["listReviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/{id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a review in hand: a lease with an epoch, renewed by the heartbeat of the session. */
        post: operations["claimReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/{id}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve a revision, or request changes with a note; with the epoch of a claim, or without while nobody has it in hand. */
        post: operations["decideReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a review back undecided; a lead may do that over the head of whoever has it. */
        post: operations["releaseReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a session: one incarnation of the agent's process. */
        post: operations["startSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a session and give back what it holds. */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{id}/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Renew all leases of a session in one call; `current` is the session of the call. */
        post: operations["heartbeat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/snapshot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One consistent look at the project, with the cursor to follow it from. */
        get: operations["getSnapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The numbers of a project at one moment. */
        get: operations["getSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List tasks by number: all, or those that a search means. */
        get: operations["listTasks"];
        put?: never;
        /** Create a task; a title is enough. */
        post: operations["createTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create many tasks, all or none; they may depend on each other by ref. */
        post: operations["createTasks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/claim-next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Claim the next task by priority, then age; may wait up to 25 s for one. */
        post: operations["claimNextTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One task with its attempts, notes, reviews, comments and orphan results. */
        get: operations["getTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change fields of a task, based on the version in If-Match. */
        patch: operations["updateTask"];
        trace?: never;
    };
    "/v1/tasks/{id}/artifacts/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The content of an artifact, to be saved and never shown by a browser. */
        get: operations["getArtifact"];
        /** Attach a file to a task, or replace it; for the holder with its epoch, and for leads. Renews the lease. */
        put: operations["attachArtifact"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a held task cannot go on, and give it back until what it waits for has come. */
        post: operations["blockTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a task that is not finished; for leads and its creator. */
        post: operations["cancelTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Claim one task for the calling session. */
        post: operations["claimTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say something about a task. */
        post: operations["commentOnTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a task does not move, and who or what can move it, by name; with what it waits for. */
        get: operations["explainTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/fence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether an epoch is still the current one, for merge checks and other programs outside. */
        get: operations["checkFence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/force-release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a task from its holder. */
        post: operations["forceReleaseTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The events of one task. */
        get: operations["getTaskHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Note progress on a held task; renews its lease. */
        post: operations["progressTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a held task back. */
        post: operations["releaseTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring an ended task back to todo; for leads and its creator. */
        post: operations["reopenTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand in the work of a held task; a summary is enough. */
        post: operations["submitTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/takeover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a claim from an older session of the same agent to this one. */
        post: operations["takeOverTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/unblock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer what a blocked task waits for, or say that it need not wait; the next holder reads the answer. */
        post: operations["unblockTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List tokens, without their secrets. */
        get: operations["listTokens"];
        put?: never;
        /** Create a token; it comes back this once. */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token; its open sockets close within a second. */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wait": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Wait up to 25 s for what concerns this agent next: a task that it could claim, a message, a review to do, a decision on its work, a cancelled or lost task. Claims nothing. */
        post: operations["wait"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Address: components["schemas"]["SentToAgent"] | components["schemas"]["SentToRole"] | components["schemas"]["SentToAll"];
        Agent: {
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            name: string;
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            project: string;
            kind: components["schemas"]["AgentKind"];
            role: components["schemas"]["AgentRole"];
            capabilities: string[];
            maxConcurrent: number;
            /** @enum {string} */
            status: "active" | "paused" | "retired";
            statusReason: string | null;
            presence: components["schemas"]["Presence"];
            /** @description What runs it, as its newest session that said so did: `langchain`; null: none said. */
            harness: string | null;
            currentTasks: string[];
            createdBy: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
            /** @description Grows by one with each change of the object. */
            version: number;
        };
        AgentExplanation: {
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            agent: string;
            /** @description The first of the reasons. */
            because: string;
            reasons: components["schemas"]["AgentReasonEntry"][];
        };
        /** @enum {string} */
        AgentKind: "agent" | "human";
        AgentPage: {
            items: components["schemas"]["Agent"][];
            nextCursor: string | null;
        };
        AgentPause: {
            /** @description Why, for the people and agents who read it later. */
            reason: string;
            /**
             * @description Also ask it to finish what it holds.
             * @default false
             */
            drain?: boolean;
        };
        AgentReason: {
            /** @description Why, for the people and agents who read it later. */
            reason: string;
        };
        AgentReasonEntry: {
            /**
             * @description `retired`: It has retired for good. `only_reads`: Its role may read and no more. `paused`: Somebody paused it: it may finish what it holds. `project_paused`: Somebody paused the project, and nothing in it is claimed. `asked_to_finish`: It, or the whole project, was asked to finish what is held and take no more. `never_seen`: It has given no sign of life yet. `offline`: It has not been heard of for long. `late`: It has not been heard of lately. `works`: It holds tasks. `at_limit`: It holds as many tasks as it may. `awaits_decision`: Work that it handed in waits for a decision. `review_to_do`: A review waits that it may decide. `task_to_claim`: A task is there that it may claim. `paths_held`: Tasks are ready that touch paths which other claims hold. `lacks_capabilities`: Tasks are ready that ask for capabilities which it lacks. `reserved_for_others`: Tasks are ready that only others may claim. `all_wait`: Tasks are there that wait for others to be done. `all_scheduled`: Tasks are there whose time has not come. `no_task`: No task is in todo.
             * @enum {string}
             */
            reason: "retired" | "only_reads" | "paused" | "project_paused" | "asked_to_finish" | "never_seen" | "offline" | "late" | "works" | "at_limit" | "awaits_decision" | "review_to_do" | "task_to_claim" | "paths_held" | "lacks_capabilities" | "reserved_for_others" | "all_wait" | "all_scheduled" | "no_task";
            taskIds: string[];
            /** @description What is so, with names, numbers and times. */
            because: string;
            since: string | null;
            /** @description When time alone ends it; null: never, or nobody knows. */
            endsInMs: number | null;
            movers: components["schemas"]["Mover"][];
        };
        AgentRegister: {
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            name: string;
            /** @default agent */
            kind?: components["schemas"]["AgentKind"];
            /** @default agent */
            role?: components["schemas"]["AgentRole"];
            /** @default [] */
            capabilities?: string[];
            /**
             * @description How many tasks it may hold at once.
             * @default 1
             */
            maxConcurrent?: number;
            /**
             * @description If the name exists and the caller registered it: a further token for it.
             * @default false
             */
            rejoin?: boolean;
        };
        /** @enum {string} */
        AgentRole: "viewer" | "agent" | "reviewer" | "lead";
        AgentUpdate: {
            capabilities?: string[];
            role?: components["schemas"]["AgentRole"];
            /** @description How many tasks it may hold at once. */
            maxConcurrent?: number;
        };
        Answer: {
            /** @description The index in the task's acceptance list. */
            criterion: number;
            met: boolean;
            /** @default  */
            note: string;
        };
        AnswerInput: {
            /** @description The index in the task's acceptance list. */
            criterion: number;
            met: boolean;
            /** @default  */
            note?: string;
        };
        Approval: {
            by: string;
            /** @description Whether the approver had worked on it, where the project allows that. */
            selfReview: boolean;
            note: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            at: string;
        };
        Artifact: {
            /** @description A file name, safe on every system: letters, digits, dot, dash, underscore. */
            name: string;
            /** @description In bytes. */
            size: number;
            /** @description Of the content, in hex. */
            sha256: string;
            /** @description What the bytes are, as their author says; over REST the Content-Type header. */
            mediaType: string;
            /** @description Who attached it. */
            by: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            at: string;
            /** @description The epoch of the holder who attached it; null: a lead did. */
            epoch: number | null;
        };
        /** @enum {string} */
        AskedRole: "agent" | "reviewer" | "lead";
        Attempt: {
            epoch: number;
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            agent: string;
            session: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            startedAt: string;
            endedAt: string | null;
            /** @description null while it goes on */
            outcome: components["schemas"]["AttemptOutcome"] | null;
            reason: string | null;
        };
        /** @enum {string} */
        AttemptOutcome: "submitted" | "released" | "expired" | "taken_over" | "force_released" | "cancelled" | "session_ended" | "blocked";
        AttentionItem: {
            /** @description The same for as long as the same thing waits. */
            id: string;
            kind: components["schemas"]["AttentionKind"];
            urgency: components["schemas"]["AttentionUrgency"];
            /** @description Who asks: an agent, a person, or `system`. */
            from: string;
            /** @description What exactly is wanted of you. */
            what: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            since: string;
            /** @description What happens if you do nothing. */
            otherwise: string;
            taskId: string | null;
            reviewId: string | null;
            messageId: string | null;
            /** @description The agent that it is about. */
            agent: string | null;
        };
        /** @enum {string} */
        AttentionKind: "question" | "blocked" | "review" | "review_stuck" | "task_failed" | "dependency_broken" | "nobody_able" | "holder_silent" | "message" | "message_undelivered" | "project_paused";
        AttentionList: {
            /** @description The most urgent first, then the oldest. */
            items: components["schemas"]["AttentionItem"][];
            /** @description How many there are, shown or not. */
            count: number;
            truncated: boolean;
        };
        /** @enum {string} */
        AttentionUrgency: "now" | "next" | "whenever";
        Block: {
            kind: components["schemas"]["BlockKind"];
            /** @description For a question the question. */
            reason: string;
            /** @description null: nobody in particular; leads see it. */
            waitingOn: components["schemas"]["WaitingOn"] | null;
            /** @description From this moment on it can be claimed again, whatever it waits for. */
            until: string | null;
            /** @description Answers that a question proposes; another is allowed. */
            options: string[];
            /** @description The agent that blocked it. */
            by: string;
            /** @description The epoch that ended with it; an answer may name it. */
            epoch: number;
            /** @description How often the task was blocked for this same reason, this time included. */
            times: number;
            /** @description Whether it has come to the leads for that: then it ends by a lead alone. */
            escalated: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            at: string;
            /** @description null while it lasts */
            endedAt: string | null;
            endedBy: string | null;
            ending: components["schemas"]["BlockEnding"] | null;
            /** @description What whoever ended it said to the next holder. */
            answer: string | null;
        };
        /** @enum {string} */
        BlockEnding: "answered" | "unblocked" | "taken_back" | "dependency_done" | "date_reached" | "cancelled";
        /**
         * @description `question`: somebody must answer; `dependency`: another task must be done; `resource`: something is in use or lacking; `external`: something outside of the board.
         * @enum {string}
         */
        BlockKind: "question" | "dependency" | "resource" | "external";
        Blocked: {
            kind: components["schemas"]["BlockKind"];
            /** @description For a question the question. */
            reason: string;
            /** @description null: nobody in particular; leads see it. */
            waitingOn: components["schemas"]["WaitingOn"] | null;
            /** @description From this moment on it can be claimed again, whatever it waits for. */
            until: string | null;
            /** @description Answers that a question proposes; another is allowed. */
            options: string[];
            /** @description The agent that blocked it. */
            by: string;
            /** @description The epoch that ended with it; an answer may name it. */
            epoch: number;
            /** @description How often the task was blocked for this same reason, this time included. */
            times: number;
            /** @description Whether it has come to the leads for that: then it ends by a lead alone. */
            escalated: boolean;
        };
        /** @description A task that it held or handed in was cancelled. */
        CancelledNews: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "cancelled";
            /** @description T- and a number, unique in the project and never used again. */
            taskId: string;
            by: string;
            /** @description What happened, for people and models. */
            because: string;
        };
        ClaimNext: {
            /** @default 1 */
            count?: number;
            /**
             * @description Only tasks that have at least one of these labels; empty: any task.
             * @default []
             */
            labels?: string[];
            /**
             * @description Wait so long for a task when there is none.
             * @default 0
             */
            waitSeconds?: number;
        };
        ClaimNextResult: {
            claims: components["schemas"]["ClaimResult"][];
            none: {
                because: string;
                /** @description When the next task becomes claimable by time alone, if any does. */
                nextClaimableInMs: number | null;
            } | null;
        };
        ClaimResult: {
            task: components["schemas"]["Task"];
            /** @description The fencing token that the claim gave: the task's epoch. */
            epoch: number;
            /** @description Task and epoch, `T-12:7`, for use outside: in a branch name, in a merge check. */
            fence: string;
            /** @description A duration in milliseconds. */
            leaseRemainingMs: number;
            /** @description Whether this session held it already. */
            alreadyHeld: boolean;
            handover: components["schemas"]["Handover"];
        };
        CommandEvidence: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "command";
            command: string;
            exitCode: number;
            output?: string;
            /** @default self */
            vouchedBy: components["schemas"]["Vouched"];
        };
        CommandEvidenceInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "command";
            command: string;
            exitCode: number;
            output?: string;
            /** @default self */
            vouchedBy?: components["schemas"]["Vouched"];
        };
        Comment: {
            id: string;
            /** @description T- and a number, unique in the project and never used again. */
            taskId: string;
            author: string;
            body: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            at: string;
        };
        CommentCreate: {
            body: string;
        };
        CommitEvidence: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "commit";
            sha: string;
            repository?: string;
            /** @default self */
            vouchedBy: components["schemas"]["Vouched"];
        };
        CommitEvidenceInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "commit";
            sha: string;
            repository?: string;
            /** @default self */
            vouchedBy?: components["schemas"]["Vouched"];
        };
        /** @description What was decided on work that this agent handed in. */
        DecisionNews: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "decision";
            reviewId: string;
            /** @description T- and a number, unique in the project and never used again. */
            taskId: string;
            status: components["schemas"]["TaskStatus"];
            by: string;
            /** @description What happened, for people and models. */
            because: string;
        };
        /** @enum {string} */
        ErrorCode: "bad_request" | "unauthenticated" | "forbidden" | "not_found" | "version_conflict" | "task_held" | "not_claimable" | "paths_reserved" | "lease_lost" | "message_taken" | "stale_review" | "name_taken" | "wip_limit" | "agent_paused" | "cycle" | "cursor_expired" | "log_reset" | "too_large" | "wrong_content_type" | "misdirected" | "invalid_input" | "key_reused" | "epoch_required" | "rate_limited" | "inbox_full" | "internal" | "unavailable" | "storage_full";
        Event: {
            /** @description The event's number in its project: 1, 2, 3 … without holes. */
            seq: number;
            type: components["schemas"]["EventType"];
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            at: string;
            /** @description Who did it: an agent, a person, or `system`. */
            actor: string;
            /** @description T- and a number, unique in the project and never used again. */
            taskId?: string;
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            agent?: string;
            /** @description What changed; enough to rebuild the state by replay. */
            data: {
                [key: string]: unknown;
            };
        };
        EventPage: {
            items: components["schemas"]["Event"][];
            /** @description Pass as `after` to go on from here; always set. */
            nextCursor: string;
            /** @description Pass as `before` to go further back; null: nothing older is kept. Not there for the events of one task. */
            previousCursor?: string | null;
            /** @description The cursor of the newest event. */
            head: string;
        };
        /** @enum {string} */
        EventType: "task.created" | "task.updated" | "task.claimed" | "task.progressed" | "task.submitted" | "task.released" | "task.expired" | "task.blocked" | "task.unblocked" | "task.stalled" | "task.approved" | "task.changes_requested" | "task.done" | "task.failed" | "task.cancelled" | "task.reopened" | "task.commented" | "task.attached" | "agent.registered" | "agent.updated" | "agent.paused" | "agent.resumed" | "agent.retired" | "message.sent" | "message.taken" | "message.acked" | "message.expired" | "session.started" | "session.ended" | "session.lost" | "reservation.made" | "reservation.released" | "review.claimed" | "review.released" | "review.expired" | "review.escalated" | "project.paused" | "project.resumed";
        Evidence: components["schemas"]["CommitEvidence"] | components["schemas"]["UrlEvidence"] | components["schemas"]["CommandEvidence"] | components["schemas"]["FileEvidence"];
        EvidenceInput: components["schemas"]["CommitEvidenceInput"] | components["schemas"]["UrlEvidenceInput"] | components["schemas"]["CommandEvidenceInput"] | components["schemas"]["FileEvidenceInput"];
        Fence: {
            /** @description T- and a number, unique in the project and never used again. */
            taskId: string;
            /** @description The epoch that was asked for. */
            epoch: number;
            currentEpoch: number;
            /** @description Whether no other claim has been granted, and nothing taken away, since that epoch. */
            valid: boolean;
            status: components["schemas"]["TaskStatus"];
            /** @description Who was given that epoch. */
            agent: string | null;
        };
        FileEvidence: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "file";
            path: string;
            /** @default self */
            vouchedBy: components["schemas"]["Vouched"];
        };
        FileEvidenceInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "file";
            path: string;
            /** @default self */
            vouchedBy?: components["schemas"]["Vouched"];
        };
        /** @description What earlier attempts left, newest first. */
        Handover: {
            attempts: components["schemas"]["Attempt"][];
            notes: components["schemas"]["Note"][];
            blocks: components["schemas"]["Block"][];
            /** @description By name. */
            artifacts: components["schemas"]["Artifact"][];
        };
        /** @enum {string} */
        HealthState: "ok" | "expiring" | "silent" | "blocked" | "bounced" | "stuck";
        Heartbeat: {
            /** @default [] */
            leases?: {
                /** @description T- and a number, unique in the project and never used again. */
                taskId: string;
                /** @description The fencing token that the claim gave: the task's epoch. */
                epoch: number;
            }[];
            /** @description The number up to which the process has received its inbox: senders then see `delivered`. */
            inboxSeen?: number;
            /**
             * @description The reviews in hand, which are leases too.
             * @default []
             */
            reviews?: {
                /** @description The id of a review, `rev_…`. */
                reviewId: string;
                /** @description The fencing token that the claim gave: the task's epoch. */
                epoch: number;
            }[];
        };
        HeartbeatResult: {
            leases: components["schemas"]["LeaseReport"][];
            reviews: components["schemas"]["ReviewLeaseReport"][];
            /** @description Of the tasks named, those that were cancelled: stop working on them. */
            cancelRequested: string[];
            /** @description Whether the agent is asked to finish what it holds and take no more. */
            drain: boolean;
            /** @description The number of the newest message in the inbox; 0: none. */
            inboxHead: number;
            /** @description The cursor of the newest event. */
            eventHead: string;
            /** @description When the next heartbeat is wanted. */
            nextHeartbeatMs: number;
        };
        InboxAck: {
            /** @description All up to this number. */
            upTo?: number;
            /** @description These numbers. */
            seqs?: number[];
            /** @description These messages; the way for those to a role, too. */
            ids?: string[];
        };
        InboxAcked: {
            head: number;
            acked: number;
            unacked: number;
        };
        InboxItem: {
            /** @description The number of a message in an inbox: 1, 2, 3 … without holes. */
            seq: number;
            message: components["schemas"]["Message"];
            ackedAt: string | null;
        };
        InboxPage: {
            /** @description In the order of their numbers. */
            items: components["schemas"]["InboxItem"][];
            /** @description The number of the newest message; 0: none yet. */
            head: number;
            /** @description Up to this number nothing waits any more. */
            acked: number;
            /** @description How many wait. */
            unacked: number;
            /** @description Messages to the caller's role that it may take, or has taken and not acknowledged; oldest first. */
            offers: components["schemas"]["Offer"][];
        };
        Insights: {
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            project: string;
            /** @description The cursor as of which the numbers hold. */
            asOf: string;
            /**
             * Format: date-time
             * @description From when on the log was read. Buckets that begin earlier say less than there was.
             */
            since: string;
            /** @description Whether that is all that was asked for: the log is kept, and read, only so far back. */
            complete: boolean;
            /** @description A duration in milliseconds. */
            bucketMs: number;
            /** @description The oldest first; the last one ends now. */
            buckets: components["schemas"]["InsightsBucket"][];
            /** @description For how long tasks stayed in a status, each time that one left it for another within the time asked for. */
            stays: {
                todo: components["schemas"]["Spread"];
                doing: components["schemas"]["Spread"];
                validating: components["schemas"]["Spread"];
                blocked: components["schemas"]["Spread"];
            };
            /** @description From a submission until somebody took its review in hand or decided it; of both within the time. */
            reviewWait: components["schemas"]["Spread"];
        };
        InsightsBucket: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            from: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            to: string;
            /** @description How many tasks had each status at its end. */
            depth: {
                [key: string]: number;
            };
            /** @description How many tasks came to each end within it. */
            ended: {
                done: number;
                failed: number;
                cancelled: number;
            };
            /** @description How many leases were written down as expired within it. */
            expiries: {
                tasks: number;
                reviews: number;
            };
        };
        LeaseLost: {
            /** @description T- and a number, unique in the project and never used again. */
            taskId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            state: "lost";
            reason: components["schemas"]["LostReason"];
            currentEpoch: number;
        };
        /** @description A task that it held is no longer its own. */
        LeaseLostNews: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "lease_lost";
            /** @description T- and a number, unique in the project and never used again. */
            taskId: string;
            by: string;
            /** @description What happened, for people and models. */
            because: string;
        };
        LeaseOk: {
            /** @description T- and a number, unique in the project and never used again. */
            taskId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            state: "ok";
            /** @description A duration in milliseconds. */
            leaseRemainingMs: number;
        };
        LeaseReport: components["schemas"]["LeaseOk"] | components["schemas"]["LeaseLost"];
        Login: {
            /** Format: password */
            code: string;
        };
        LoginLink: {
            /** @description As whom it signs in. */
            name: string;
            role: components["schemas"]["Role"];
            /**
             * Format: password
             * @description Works once. Shown this once; the server keeps only its hash.
             */
            code: string;
            /**
             * Format: password
             * @description The link, to be put behind the server's address. The code is its fragment, which no browser sends.
             */
            path: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            expiresAt: string;
        };
        LoginLinkCreate: {
            /**
             * @description The person; made as an agent of kind `human` if there is none of that name. null: whoever calls.
             * @default null
             */
            name?: string | null;
            /** @description For a new person; `viewer` when left out. One who exists keeps their own. */
            role?: components["schemas"]["AgentRole"];
            /** @default 900 */
            expiresInSeconds?: number;
        };
        /** @enum {string} */
        LostReason: "taken_over" | "released" | "force_released" | "cancelled" | "submitted" | "expired" | "session_ended" | "blocked" | "not_yours" | "decided";
        /** @enum {string} */
        MailRole: "agent" | "reviewer" | "lead";
        Me: {
            /** @description Under which it acts in the log. */
            name: string;
            /**
             * @description An agent, a person, or a key that is nobody’s: of the admin, or made with POST /v1/tokens.
             * @enum {string}
             */
            kind: "agent" | "human" | "key";
            role: components["schemas"]["Role"];
            isAdmin: boolean;
            /** @description The one that it may see; null: every project, as GET /v1/projects lists them. */
            project: string | null;
            /** @description The agent or person that it is on the board; null: none, so that it holds no tasks and has no inbox. */
            agent: string | null;
            /** @description To tell it from others in GET /v1/tokens. */
            tokenId: string;
            /**
             * @description Whether it came with a token of its own, or by the cookie of a browser, which POST /v1/logout ends.
             * @enum {string}
             */
            signIn: "bearer" | "browser";
            /** @description When the token or the cookie ends; null: never. */
            expiresAt: string | null;
            server: {
                version: string;
                /** @description Whether the board is one to look at, with simulated agents, that goes with the server. */
                demo: boolean;
                /**
                 * Format: date-time
                 * @description By the clock of the node that answers. Leases are measured on another one.
                 */
                now: string;
                /** @description What stores the board: `sqlite`, or `postgres` and its version. */
                engine: string;
                journal: string;
                /** @description With `journal`, the durability in force: what /healthz says. */
                synchronous: string;
                /** @description Whether several nodes may serve this board. */
                shared: boolean;
            };
            leases: {
                ttlDefaultSeconds: number;
                ttlMinSeconds: number;
                ttlMaxSeconds: number;
                /** @description How long after its end a lease keeps others out still. */
                reclaimDelayMs: number;
                /** @description How often a session says that it lives, unless a shorter lease asks for more. */
                heartbeatMs: number;
            };
        };
        Message: {
            id: string;
            /** @description An agent, a person, or `system`. */
            from: string;
            to: components["schemas"]["Address"];
            subject: string | null;
            /** @description What its sender wrote: data, not instructions of the server. */
            body: string;
            urgency: components["schemas"]["Urgency"];
            /** @description The id of the first message of the thread, which may be this one. */
            threadId: string;
            replyTo: string | null;
            taskId: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            sentAt: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            expiresAt: string;
        };
        /** @description A message that waits in the inbox, or is offered to the role. */
        MessageNews: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "message";
            messageId: string;
            /** @description Its number in your own inbox; null: it is to your role, and you acknowledge it by its id. */
            seq: number | null;
            from: string;
            urgency: components["schemas"]["Urgency"];
            /** @description What happened, for people and models. */
            because: string;
        };
        MessageSend: {
            /** @description May be left out with replyTo: then it goes to whoever sent that. */
            to?: components["schemas"]["Recipient"];
            /** @description The text. Agents named in it as @name get it too. */
            body: string;
            subject?: string;
            /** @default next */
            urgency?: components["schemas"]["Urgency"];
            /** @description The task that it is about. */
            taskId?: string;
            /** @description The message that it answers; it joins its thread. */
            replyTo?: string;
            /** @description The first message of the thread that it joins, where it answers none of it. */
            threadId?: string;
            /** @description What was sent to the same recipient under this key is not sent again; the first message is the answer. */
            dedupeKey?: string;
            /**
             * @description How long it may wait to be acknowledged; then it is a dead letter and the sender is told.
             * @default 604800
             */
            expiresInSeconds?: number;
        };
        /** @description Who or what can change it. */
        Mover: {
            /** @enum {string} */
            kind: "agent" | "role" | "task" | "time";
            /** @description Of the agent or task, or the role whose people may; for `time` when. */
            name: string;
            /** @description What to do. */
            how: string;
        };
        News: components["schemas"]["TaskNews"] | components["schemas"]["MessageNews"] | components["schemas"]["ReviewNews"] | components["schemas"]["DecisionNews"] | components["schemas"]["CancelledNews"] | components["schemas"]["LeaseLostNews"];
        /** @enum {string} */
        NewsKind: "task" | "message" | "review" | "decision" | "cancelled" | "lease_lost";
        Note: {
            /** @enum {string} */
            kind: "progress" | "review";
            epoch: number;
            author: string;
            text: string;
            percent: number | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            at: string;
        };
        Offer: {
            role: components["schemas"]["MailRole"];
            message: components["schemas"]["Message"];
            /** @description The caller, once it has taken it; null: free to take. */
            takenBy: string | null;
            /** @description How long it is kept for the taker; then another may take it. */
            leaseRemainingMs: number | null;
        };
        /** @description What a holder handed in after it had lost the lease. */
        Orphan: {
            id: string;
            epoch: number;
            agent: string;
            operation: string;
            payload: unknown;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            at: string;
        };
        Presence: {
            /** @enum {string} */
            connection: "online" | "late" | "offline";
            /** @enum {string} */
            work: "working" | "waiting" | "idle";
            paused: boolean;
            because: string;
            /** @description How long ago its last sign of life was; null: none yet. */
            lastSeenMs: number | null;
            /** @description Its last heartbeat intervals, the oldest first, at most 60: `|` it was on time, `.` it was not. Of what this server has not seen there is nothing. */
            pulse?: string;
        };
        Problem: {
            /** @description A URI that names the kind of problem. */
            type: string;
            /** @description The kind of problem in a few words; the same for each code. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description What happened here, naming the thing. */
            detail: string;
            code: components["schemas"]["ErrorCode"];
            /** @description What to do next. */
            hint: string;
            /** @description Whether the same request may succeed later. */
            retryable: boolean;
            requestId: string;
            /** @description The object as it is now, where the caller acted on old knowledge. */
            current?: unknown;
            /** @description Each part of the request that is wrong, with its path. */
            problems?: {
                path: string;
                message: string;
                /** @description Of the character in that text at which it stops being right, counted from 0. */
                position?: number;
                /** @description What could stand there. */
                expected?: string;
            }[];
        };
        ProgressResult: {
            task: components["schemas"]["Task"];
            /** @description A duration in milliseconds. */
            leaseRemainingMs: number;
        };
        Project: {
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            name: string;
            /** @description Whether one who worked on a task may approve it. */
            selfReview: boolean;
            paused: {
                by: string;
                reason: string;
                drain: boolean;
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 */
                since: string;
            } | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
        };
        ProjectCreate: {
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            name: string;
            /** @default false */
            selfReview?: boolean;
        };
        ProjectPage: {
            items: components["schemas"]["Project"][];
            nextCursor: string | null;
        };
        ProjectPause: {
            /** @description Why, for the people and agents who read it later. */
            reason: string;
            /**
             * @description Also ask holders to finish.
             * @default false
             */
            drain?: boolean;
        };
        QueuedReview: {
            id: string;
            /** @description T- and a number, unique in the project and never used again. */
            taskId: string;
            revision: number;
            /** @description 1 for the first submission since the task was last done. */
            round: number;
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            author: string;
            /** @description `any`, or the name of the agent that must decide. */
            reviewer: string;
            status: components["schemas"]["ReviewStatus"];
            /** @description How long it has waited, or waited until it was decided. */
            waitingMs: number;
            summary: string;
            evidence: components["schemas"]["Evidence"][];
            answers: components["schemas"]["Answer"][];
            approvals: components["schemas"]["Approval"][];
            /** @description What the decision said. */
            note: string | null;
            decidedBy: string | null;
            /** @description The fencing token of the review's own lease; grows with each claim, release and expiry. */
            epoch: number;
            /** @description Who has it in hand. While somebody has, nobody else decides. */
            holder: {
                /** @description A name: lower-case letters, digits, dot, dash, underscore. */
                agent: string;
                session: string;
                /** @description A duration in milliseconds. */
                leaseRemainingMs: number;
            } | null;
            /** @description How many reviewers let their lease run out. */
            expiries: number;
            /** @description Set once the leads are asked: after three expiries, or two hours. Nothing is ever approved by time. */
            escalated: {
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 */
                since: string;
                because: string;
            } | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
            /** @description Who should take it: the reviewer named, or of those who are able and alive the least busy. Others that are able may take it too. null: it is in hand or decided, or there is nobody. */
            offeredTo: string | null;
        };
        Receipt: {
            /** @description Whose: a name, or `role:` and a role. */
            inbox: string;
            /** @description Queued; delivered: the recipient said that it has it; acked; expired: a dead letter, since its time was over or, of a message to all, the inbox was full. */
            state: components["schemas"]["ReceiptState"];
            /** @description Who took it, of a message to a role. */
            takenBy: string | null;
            /** @description When it came to that; null while queued. */
            at: string | null;
        };
        /** @enum {string} */
        ReceiptState: "queued" | "delivered" | "acked" | "expired";
        /** @description One agent; a role, of which one takes it; or all agents of the project. */
        Recipient: components["schemas"]["ToAgent"] | components["schemas"]["ToRole"] | components["schemas"]["ToAll"];
        Registration: {
            agent: components["schemas"]["Agent"];
            /**
             * Format: password
             * @description Shown this once; the server keeps only its hash.
             */
            token: string;
        };
        Reservation: {
            id: string;
            /** @description T- and a number, unique in the project and never used again. */
            taskId: string;
            /** @description The claim that it is held under; it ends with that. */
            epoch: number;
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            agent: string;
            mode: components["schemas"]["ReservationMode"];
            paths: string[];
            /** @description Whether the claim made it by itself, from the task's own paths. */
            declared: boolean;
            /** @description What is left of the lease of its claim. */
            leaseRemainingMs: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
        };
        ReservationCreate: {
            /** @description A task that the calling session holds. */
            taskId: string;
            /** @description The fencing token that the claim gave: the task's epoch. */
            epoch: number;
            /** @description Globs, relative to the root of the repository: `src/**`, `docs/*.md`, `server/{a,b}.ts`. */
            paths: string[];
            /** @default exclusive */
            mode?: components["schemas"]["ReservationMode"];
        };
        /**
         * @description Shared holds may overlap each other; an exclusive one overlaps none of another claim.
         * @enum {string}
         */
        ReservationMode: "exclusive" | "shared";
        ReservationPage: {
            items: components["schemas"]["Reservation"][];
            nextCursor: string | null;
        };
        Review: {
            id: string;
            /** @description T- and a number, unique in the project and never used again. */
            taskId: string;
            revision: number;
            /** @description 1 for the first submission since the task was last done. */
            round: number;
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            author: string;
            /** @description `any`, or the name of the agent that must decide. */
            reviewer: string;
            status: components["schemas"]["ReviewStatus"];
            /** @description How long it has waited, or waited until it was decided. */
            waitingMs: number;
            summary: string;
            evidence: components["schemas"]["Evidence"][];
            answers: components["schemas"]["Answer"][];
            approvals: components["schemas"]["Approval"][];
            /** @description What the decision said. */
            note: string | null;
            decidedBy: string | null;
            /** @description The fencing token of the review's own lease; grows with each claim, release and expiry. */
            epoch: number;
            /** @description Who has it in hand. While somebody has, nobody else decides. */
            holder: {
                /** @description A name: lower-case letters, digits, dot, dash, underscore. */
                agent: string;
                session: string;
                /** @description A duration in milliseconds. */
                leaseRemainingMs: number;
            } | null;
            /** @description How many reviewers let their lease run out. */
            expiries: number;
            /** @description Set once the leads are asked: after three expiries, or two hours. Nothing is ever approved by time. */
            escalated: {
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 */
                since: string;
                because: string;
            } | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
        };
        ReviewClaim: {
            review: components["schemas"]["Review"];
            task: components["schemas"]["Task"];
            /** @description The fencing token of the claim: the review's epoch. */
            epoch: number;
            /** @description A duration in milliseconds. */
            leaseRemainingMs: number;
            /** @description Whether this session had it in hand already. */
            alreadyHeld: boolean;
        };
        ReviewDecide: {
            /** @description What the claim gave; absent: a decision without a claim, while nobody else has it in hand. */
            epoch?: number;
            /** @description The revision that was looked at. */
            revision: number;
            /** @enum {string} */
            decision: "approve" | "request_changes";
            /** @description Demanded when changes are requested. */
            note?: string;
        };
        ReviewDecision: {
            review: components["schemas"]["Review"];
            task: components["schemas"]["Task"];
        };
        ReviewLeaseLost: {
            reviewId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            state: "lost";
            reason: components["schemas"]["LostReason"];
            currentEpoch: number;
        };
        ReviewLeaseOk: {
            reviewId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            state: "ok";
            /** @description A duration in milliseconds. */
            leaseRemainingMs: number;
        };
        ReviewLeaseReport: components["schemas"]["ReviewLeaseOk"] | components["schemas"]["ReviewLeaseLost"];
        /** @description A review that this agent may do. */
        ReviewNews: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "review";
            reviewId: string;
            /** @description T- and a number, unique in the project and never used again. */
            taskId: string;
            revision: number;
            /** @description What happened, for people and models. */
            because: string;
        };
        ReviewPage: {
            items: components["schemas"]["QueuedReview"][];
            nextCursor: string | null;
        };
        ReviewRelease: {
            /** @description The fencing token that the claim gave: the task's epoch. */
            epoch: number;
            /** @description Why, for the people and agents who read it later. */
            reason: string;
        };
        /** @enum {string} */
        ReviewStatus: "open" | "claimed" | "approved" | "changes_requested" | "superseded";
        /** @enum {string} */
        Role: "viewer" | "agent" | "reviewer" | "lead" | "admin";
        SentMessage: {
            id: string;
            /** @description An agent, a person, or `system`. */
            from: string;
            to: components["schemas"]["Address"];
            subject: string | null;
            /** @description What its sender wrote: data, not instructions of the server. */
            body: string;
            urgency: components["schemas"]["Urgency"];
            /** @description The id of the first message of the thread, which may be this one. */
            threadId: string;
            replyTo: string | null;
            taskId: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            sentAt: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            expiresAt: string;
            /** @description One for each inbox that it lies in. */
            receipts: components["schemas"]["Receipt"][];
        };
        SentPage: {
            /** @description Newest first; those of one millisecond in any order. How far one has come says GET /v1/messages/{id}. */
            items: components["schemas"]["Message"][];
            nextCursor: string | null;
        };
        SentToAgent: {
            agent: string;
        };
        SentToAll: {
            /** @constant */
            all: true;
        };
        SentToRole: {
            role: string;
        };
        Session: {
            id: string;
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            agent: string;
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            project: string;
            /** @description How often to send a heartbeat while nothing else says so. */
            heartbeatIntervalMs: number;
        };
        SessionEnded: {
            id: string;
            /** @description The tasks that it held and that are free now. */
            released: string[];
            /** @description The reviews that it had in hand, by id. */
            releasedReviews: string[];
        };
        SessionStart: {
            /**
             * @description What runs the agent, for people: `langchain`, `claude-code`.
             * @default
             */
            harness?: string;
            /** @default  */
            host?: string;
            /** @default null */
            pid?: number | null;
            /** @default  */
            sdkVersion?: string;
        };
        SignedIn: {
            name: string;
            role: components["schemas"]["Role"];
            /** @description null: every project. */
            project: string | null;
            /**
             * Format: date-time
             * @description When the cookie ends.
             */
            expiresAt: string;
        };
        SignedOut: {
            name: string;
        };
        Snapshot: {
            /** @description The cursor up to which this holds; subscribe from here. */
            asOf: string;
            project: components["schemas"]["Project"];
            agents: components["schemas"]["Agent"][];
            /** @description All that are open, and those that ended in the last 24 hours. */
            tasks: components["schemas"]["Task"][];
            /** @description Those that wait for a decision. */
            reviews: components["schemas"]["Review"][];
            /** @description Those that are held. */
            reservations: components["schemas"]["Reservation"][];
            /** @description Whether there were more than the limits of a snapshot allow. */
            truncated: boolean;
        };
        Spread: {
            count: number;
            /** @description Half took at most this long; null: there were none. */
            p50Ms: number | null;
            p90Ms: number | null;
        };
        Summary: {
            /** @description The cursor as of which the numbers hold. */
            asOf: string;
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            project: string;
            paused: boolean;
            /** @description How many tasks have each status. */
            tasks: {
                [key: string]: number;
            };
            /** @description Tasks that some agent may claim now. */
            claimable: number;
            held: number;
            /** @description Held, and the lease is about to run out. */
            expiring: number;
            /** @description Held by an agent that is alive and has noted no progress for long. */
            silent: number;
            /** @description In todo and waiting for a task that failed or was cancelled. */
            stuck: number;
            reviews: {
                waiting: number;
                oldestMs: number | null;
            };
            /** @description Of those that have not retired. */
            agents: {
                online: number;
                late: number;
                offline: number;
                paused: number;
            };
            /** @description How much waits on the caller: the count of GET /v1/attention. */
            attention: number;
        };
        Task: {
            /** @description T- and a number, unique in the project and never used again. */
            id: string;
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            project: string;
            title: string;
            brief: string;
            status: components["schemas"]["TaskStatus"];
            /**
             * Format: date-time
             * @description When it came to that status.
             */
            statusSince: string;
            /** @description 0 is the most urgent. */
            priority: number;
            labels: string[];
            requires: string[];
            dependsOn: string[];
            paths: string[];
            acceptance: string[];
            /** @description The only agent that may claim it; null: anyone. */
            assignee: string | null;
            /** @description `any`, `none`, or the name of the agent that must review it. */
            reviewer: string;
            reviewsRequired: number;
            leaseTtlSeconds: number;
            maxAttempts: number;
            /** @description Claims since it was made or last reopened, but for those that ended in a block. */
            attempts: number;
            /** @description The fencing token; grows with each grant, release, expiry or forced move. */
            epoch: number;
            /** @description Grows by one with each change of the object. */
            version: number;
            holder: {
                /** @description A name: lower-case letters, digits, dot, dash, underscore. */
                agent: string;
                session: string;
                /** @description A duration in milliseconds. */
                leaseRemainingMs: number;
            } | null;
            /** @description Whether some agent may claim it at this moment; who holds its paths is not looked at. */
            claimable: boolean;
            /** @description Set while the status is `blocked`. */
            blocked: components["schemas"]["Blocked"] | null;
            health: {
                state: components["schemas"]["HealthState"];
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 */
                since: string;
                because: string;
            };
            /** @description Counts submissions; a review decision names it. */
            revision: number;
            /** @description What the last submission said. */
            summary: string | null;
            createdBy: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            updatedAt: string;
            notBefore: string | null;
            dueAt: string | null;
        };
        TaskBatch: {
            tasks: components["schemas"]["Task"][];
        };
        TaskBatchCreate: {
            tasks: components["schemas"]["TaskBatchItem"][];
        };
        TaskBatchItem: {
            title: string;
            /**
             * @description What is to be done, in Markdown.
             * @default
             */
            brief?: string;
            /**
             * @description 0 is the most urgent.
             * @default 2
             */
            priority?: number;
            /** @default [] */
            labels?: string[];
            /**
             * @description Capabilities that an agent must have to claim it.
             * @default []
             */
            requires?: string[];
            /**
             * @description Task ids, or refs of this batch.
             * @default []
             */
            dependsOn?: (string)[];
            /**
             * @description Globs of what the work touches, relative to the root of the repository. Whoever claims it holds them.
             * @default []
             */
            paths?: string[];
            /**
             * @description Criteria that the submission answers one by one.
             * @default []
             */
            acceptance?: string[];
            /** @default null */
            assignee?: string | null;
            /**
             * @description `any`, `none`, or the name of the agent that must review it.
             * @default any
             */
            reviewer?: string;
            /** @default 1 */
            reviewsRequired?: number;
            /** @default 60 */
            leaseTtlSeconds?: number;
            /** @default 5 */
            maxAttempts?: number;
            /**
             * @description Not claimable before this moment.
             * @default null
             */
            notBefore?: string | null;
            /** @default null */
            dueAt?: string | null;
            /** @description A name for this task within the batch. */
            ref?: string;
        };
        TaskBlock: {
            /** @description The fencing token that the claim gave: the task's epoch. */
            epoch: number;
            kind: components["schemas"]["BlockKind"];
            /** @description What stands in the way; for a question the question. */
            reason: string;
            /** @description A dependency names a task; a question without it goes to the leads. */
            waitingOn?: components["schemas"]["WaitingOn"];
            /**
             * Format: date-time
             * @description Not before this moment; then it can be claimed again, whatever it waits for.
             */
            until?: string;
            /**
             * @description Answers to choose from; for a question.
             * @default []
             */
            options?: string[];
        };
        TaskCreate: {
            title: string;
            /**
             * @description What is to be done, in Markdown.
             * @default
             */
            brief?: string;
            /**
             * @description 0 is the most urgent.
             * @default 2
             */
            priority?: number;
            /** @default [] */
            labels?: string[];
            /**
             * @description Capabilities that an agent must have to claim it.
             * @default []
             */
            requires?: string[];
            /**
             * @description Tasks that must be done first.
             * @default []
             */
            dependsOn?: string[];
            /**
             * @description Globs of what the work touches, relative to the root of the repository. Whoever claims it holds them.
             * @default []
             */
            paths?: string[];
            /**
             * @description Criteria that the submission answers one by one.
             * @default []
             */
            acceptance?: string[];
            /** @default null */
            assignee?: string | null;
            /**
             * @description `any`, `none`, or the name of the agent that must review it.
             * @default any
             */
            reviewer?: string;
            /** @default 1 */
            reviewsRequired?: number;
            /** @default 60 */
            leaseTtlSeconds?: number;
            /** @default 5 */
            maxAttempts?: number;
            /**
             * @description Not claimable before this moment.
             * @default null
             */
            notBefore?: string | null;
            /** @default null */
            dueAt?: string | null;
        };
        TaskDetail: {
            /** @description T- and a number, unique in the project and never used again. */
            id: string;
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            project: string;
            title: string;
            brief: string;
            status: components["schemas"]["TaskStatus"];
            /**
             * Format: date-time
             * @description When it came to that status.
             */
            statusSince: string;
            /** @description 0 is the most urgent. */
            priority: number;
            labels: string[];
            requires: string[];
            dependsOn: string[];
            paths: string[];
            acceptance: string[];
            /** @description The only agent that may claim it; null: anyone. */
            assignee: string | null;
            /** @description `any`, `none`, or the name of the agent that must review it. */
            reviewer: string;
            reviewsRequired: number;
            leaseTtlSeconds: number;
            maxAttempts: number;
            /** @description Claims since it was made or last reopened, but for those that ended in a block. */
            attempts: number;
            /** @description The fencing token; grows with each grant, release, expiry or forced move. */
            epoch: number;
            /** @description Grows by one with each change of the object. */
            version: number;
            holder: {
                /** @description A name: lower-case letters, digits, dot, dash, underscore. */
                agent: string;
                session: string;
                /** @description A duration in milliseconds. */
                leaseRemainingMs: number;
            } | null;
            /** @description Whether some agent may claim it at this moment; who holds its paths is not looked at. */
            claimable: boolean;
            /** @description Set while the status is `blocked`. */
            blocked: components["schemas"]["Blocked"] | null;
            health: {
                state: components["schemas"]["HealthState"];
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 */
                since: string;
                because: string;
            };
            /** @description Counts submissions; a review decision names it. */
            revision: number;
            /** @description What the last submission said. */
            summary: string | null;
            createdBy: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            updatedAt: string;
            notBefore: string | null;
            dueAt: string | null;
            /** @description Each claim, newest first. */
            attemptLog: components["schemas"]["Attempt"][];
            notes: components["schemas"]["Note"][];
            /** @description Each time that it was blocked, newest first. */
            blocks: components["schemas"]["Block"][];
            /** @description Each round, newest first. */
            reviews: components["schemas"]["Review"][];
            comments: components["schemas"]["Comment"][];
            /** @description What is attached to it, by name. */
            artifacts: components["schemas"]["Artifact"][];
            orphans: components["schemas"]["Orphan"][];
        };
        TaskExplanation: {
            /** @description T- and a number, unique in the project and never used again. */
            taskId: string;
            status: components["schemas"]["TaskStatus"];
            /** @description The first of the reasons. */
            because: string;
            /** @description The chain: of the task itself first, then of what it waits for, and so on. */
            reasons: components["schemas"]["TaskReasonEntry"][];
            /** @description Whether the chain goes on beyond what is shown. */
            truncated: boolean;
        };
        /** @description A task that this agent could claim. It is not claimed. */
        TaskNews: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "task";
            /** @description T- and a number, unique in the project and never used again. */
            taskId: string;
            title: string;
            priority: number;
            /** @description What happened, for people and models. */
            because: string;
        };
        TaskPage: {
            items: components["schemas"]["Task"][];
            nextCursor: string | null;
        };
        TaskProgress: {
            /** @description The fencing token that the claim gave: the task's epoch. */
            epoch: number;
            note: string;
            percent?: number;
        };
        TaskReason: {
            /** @description Why, for the people and agents who read it later. */
            reason: string;
        };
        TaskReasonEntry: {
            /**
             * @description `done`: It is done. `cancelled`: It was cancelled. `attempts_used_up`: All its attempts are used up, so it has failed. `blocked`: Its holder could not go on and said so. `held`: An agent holds it. `lease_expiring`: Its holder has not been heard of lately; when the lease is over others may claim it. `holder_silent`: Its holder gives signs of life, but has noted no progress for long. `holder_offline`: Its holder has not been heard of, but has a lease that goes on. `dependency_broken`: It depends on a task that failed or was cancelled, and will never be ready as it is. `waits_for_task`: It depends on a task that is not done yet. `scheduled`: It is not to be claimed before a certain time. `project_paused`: Somebody paused the project, and nothing in it is claimed. `kept_for_author`: Changes were requested or a block has ended, and for a while it is kept for whoever knows the work. `reserved`: It is assigned to one agent, and nobody else may claim it. `reserved_for_absent`: The agent for whom alone it is kept cannot claim it now. `nobody_capable`: No living agent has all the capabilities that it asks for. `able_offline`: Agents that could claim it have not been heard of lately. `able_paused`: Agents that could claim it are paused. `able_at_limit`: Agents that could claim it hold as much as they may. `paths_held`: It touches paths that another claim holds. `ready`: It can be claimed, and somebody is there who may. `waits_for_review`: It was handed in and waits for a decision. `reviewer_absent`: The agent that is to review it cannot now. `nobody_to_review`: Nobody who may review it is there.
             * @enum {string}
             */
            reason: "done" | "cancelled" | "attempts_used_up" | "blocked" | "held" | "lease_expiring" | "holder_silent" | "holder_offline" | "dependency_broken" | "waits_for_task" | "scheduled" | "project_paused" | "kept_for_author" | "reserved" | "reserved_for_absent" | "nobody_capable" | "able_offline" | "able_paused" | "able_at_limit" | "paths_held" | "ready" | "waits_for_review" | "reviewer_absent" | "nobody_to_review";
            /** @description Of which task this is so: the one asked for, or one that it waits for. */
            taskId: string;
            /** @description What is so, with names, numbers and times. */
            because: string;
            since: string | null;
            /** @description When time alone ends it; null: never, or nobody knows. */
            endsInMs: number | null;
            movers: components["schemas"]["Mover"][];
        };
        TaskRelease: {
            /** @description The fencing token that the claim gave: the task's epoch. */
            epoch: number;
            /** @description Why, for the people and agents who read it later. */
            reason: string;
        };
        /** @enum {string} */
        TaskStatus: "todo" | "doing" | "validating" | "done" | "blocked" | "failed" | "cancelled";
        TaskSubmit: {
            /** @description The fencing token that the claim gave: the task's epoch. */
            epoch: number;
            summary: string;
            /** @default [] */
            evidence?: components["schemas"]["EvidenceInput"][];
            /**
             * @description One for each acceptance criterion.
             * @default []
             */
            answers?: components["schemas"]["AnswerInput"][];
        };
        TaskUnblock: {
            /** @description The answer to a question, or what the next holder should know. */
            answer?: string;
            /** @description The `blocked.epoch` that was read, so that no answer meets another question. */
            epoch?: number;
        };
        TaskUpdate: {
            title?: string;
            /** @description What is to be done, in Markdown. */
            brief?: string;
            /** @description 0 is the most urgent. */
            priority?: number;
            labels?: string[];
            /** @description Capabilities that an agent must have to claim it. */
            requires?: string[];
            /** @description Tasks that must be done first. */
            dependsOn?: string[];
            /** @description Globs of what the work touches, relative to the root of the repository. Whoever claims it holds them. */
            paths?: string[];
            /** @description Criteria that the submission answers one by one. */
            acceptance?: string[];
            assignee?: string | null;
            /** @description `any`, `none`, or the name of the agent that must review it. */
            reviewer?: string;
            notBefore?: string | null;
            dueAt?: string | null;
        };
        ToAgent: {
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            agent: string;
        };
        ToAll: {
            /** @constant */
            all: true;
        };
        ToRole: {
            role: components["schemas"]["MailRole"];
        };
        TokenCreate: {
            /**
             * @description A further token for this agent; null: a token of its own, with `role`.
             * @default null
             */
            agent?: string | null;
            /**
             * @description For a token of its own: `viewer` sees one project, `admin` may all.
             * @enum {string}
             */
            role?: "viewer" | "admin";
            /** @description A name: lower-case letters, digits, dot, dash, underscore. */
            label: string;
            /** @default null */
            expiresAt?: string | null;
        };
        TokenCreated: {
            info: components["schemas"]["TokenInfo"];
            /**
             * Format: password
             * @description Shown this once; the server keeps only its hash.
             */
            token: string;
        };
        TokenInfo: {
            id: string;
            /**
             * @description Sent with requests, kept in the cookie of a browser, or waiting to be turned into such a cookie.
             * @enum {string}
             */
            purpose: "bearer" | "browser" | "link";
            /** @description null: every project. */
            project: string | null;
            agent: string | null;
            /** @description null: that of the agent */
            role: components["schemas"]["Role"] | null;
            label: string;
            createdBy: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
            expiresAt: string | null;
            revokedAt: string | null;
        };
        TokenPage: {
            items: components["schemas"]["TokenInfo"][];
            nextCursor: string | null;
        };
        /**
         * @description When to read it: at once, before the next piece of work, or whenever there is time.
         * @enum {string}
         */
        Urgency: "now" | "next" | "whenever";
        UrlEvidence: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "url";
            /** Format: uri */
            url: string;
            /** @default self */
            vouchedBy: components["schemas"]["Vouched"];
        };
        UrlEvidenceInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "url";
            /** Format: uri */
            url: string;
            /** @default self */
            vouchedBy?: components["schemas"]["Vouched"];
        };
        /**
         * @description Who says so: the author alone, or a program that checked it.
         * @enum {string}
         */
        Vouched: "self" | "checked";
        Wait: {
            /** @description `cursor` of the answer before, or any cursor of the log: only what came after it counts. Absent: what is there now counts too. */
            cursor?: string;
            /** @default 25 */
            waitSeconds?: number;
            /**
             * @description Only these kinds of news; empty: all.
             * @default []
             */
            kinds?: components["schemas"]["NewsKind"][];
            /**
             * @description Of tasks, only those with at least one of these labels; empty: any.
             * @default []
             */
            labels?: string[];
        };
        WaitResult: {
            /** @description Pass it to the next call: nothing that comes meanwhile is missed. */
            cursor: string;
            /** @description Empty when nothing came in that time. At most 10 of a kind; with a cursor, the next call goes on from there. */
            news: components["schemas"]["News"][];
        };
        /** @description Who or what a blocked task waits for. */
        WaitingOn: components["schemas"]["WaitingOnAgent"] | components["schemas"]["WaitingOnRole"] | components["schemas"]["WaitingOnTask"] | components["schemas"]["WaitingOnHuman"];
        WaitingOnAgent: {
            /** @description An agent of this project. */
            agent: string;
        };
        WaitingOnHuman: {
            /** @description A person: an agent of kind `human` by name, or `any`. */
            human: string;
        };
        WaitingOnRole: {
            /** @description Whoever has at least this role. */
            role: components["schemas"]["AskedRole"];
        };
        WaitingOnTask: {
            /** @description Until this task is done. */
            task: string;
        };
    };
    responses: {
        /** @description `agent_paused`: Paused. `not_claimable`: Cannot be claimed. `stale_review`: The review is out of date. `task_held`: Held by another. `wip_limit`: Holds enough already. */
        "agent_paused.or.not_claimable.or.stale_review.or.task_held.or.wip_limit": {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `agent_paused`: Paused. `not_claimable`: Cannot be claimed. `task_held`: Held by another. `wip_limit`: Holds enough already. */
        "agent_paused.or.not_claimable.or.task_held.or.wip_limit": {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `agent_paused`: Paused. `not_claimable`: Cannot be claimed. `wip_limit`: Holds enough already. */
        "agent_paused.or.not_claimable.or.wip_limit": {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `bad_request`: The request cannot be read. */
        bad_request: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `cursor_expired`: The cursor is too old. `log_reset`: The log has begun anew. */
        "cursor_expired.or.log_reset": {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `cycle`: The dependencies would form a circle. */
        cycle: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `cycle`: The dependencies would form a circle. `lease_lost`: The lease is no longer yours. */
        "cycle.or.lease_lost": {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `cycle`: The dependencies would form a circle. `paths_reserved`: Paths that another holds. `version_conflict`: Changed by somebody else. */
        "cycle.or.paths_reserved.or.version_conflict": {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `epoch_required`: A version or epoch is required. */
        epoch_required: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `forbidden`: Not allowed. */
        forbidden: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `inbox_full`: The inbox is full. `rate_limited`: Too many requests. */
        "inbox_full.or.rate_limited": {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `internal`: Internal error. */
        internal: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `invalid_input`: The request makes no sense. */
        invalid_input: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `invalid_input`: The request makes no sense. `key_reused`: Idempotency key used for another request. */
        "invalid_input.or.key_reused": {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `key_reused`: Idempotency key used for another request. */
        key_reused: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `lease_lost`: The lease is no longer yours. */
        lease_lost: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `lease_lost`: The lease is no longer yours. `paths_reserved`: Paths that another holds. */
        "lease_lost.or.paths_reserved": {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `lease_lost`: The lease is no longer yours. `stale_review`: The review is out of date. */
        "lease_lost.or.stale_review": {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `lease_lost`: The lease is no longer yours. `stale_review`: The review is out of date. `task_held`: Held by another. */
        "lease_lost.or.stale_review.or.task_held": {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `message_taken`: Taken by another. */
        message_taken: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `misdirected`: Not a host of this server. */
        misdirected: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `name_taken`: The name is taken. */
        name_taken: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not_claimable`: Cannot be claimed. `task_held`: Held by another. */
        "not_claimable.or.task_held": {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not_found`: Not found. */
        not_found: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `rate_limited`: Too many requests. */
        rate_limited: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `storage_full`: The disk is full. */
        storage_full: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `too_large`: Too large. */
        too_large: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unauthenticated`: No valid token. */
        unauthenticated: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unavailable`: Not available now. */
        unavailable: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `version_conflict`: Changed by somebody else. */
        version_conflict: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `wrong_content_type`: Wrong content type. */
        wrong_content_type: {
            headers: {
                "Baton-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
        Project: string;
        /** @description The session that the call comes from; absent: the token's standing session. */
        Session: string;
        /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
        IdempotencyKey: string;
        /** @description The `version` that the change is based on, bare or quoted; weak validators are refused. */
        IfMatch: string;
    };
    requestBodies: never;
    headers: {
        /** @description The id of this request; name it when you ask for help. */
        RequestId: string;
        /** @description `true` when this is the stored reply of an earlier request with the same key. */
        IdempotencyReplayed: "true";
        /** @description Seconds to wait before the next attempt. */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getReference: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            403: components["responses"]["forbidden"];
            421: components["responses"]["misdirected"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        service: "batonpass";
                        /** @constant */
                        status: "ok";
                        version: string;
                        durability: {
                            engine: string;
                            journal: string;
                            synchronous: string;
                        };
                    };
                };
            };
            403: components["responses"]["forbidden"];
            421: components["responses"]["misdirected"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    getLlmsText: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            403: components["responses"]["forbidden"];
            421: components["responses"]["misdirected"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the text format. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            421: components["responses"]["misdirected"];
            500: components["responses"]["internal"];
        };
    };
    getContract: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            403: components["responses"]["forbidden"];
            421: components["responses"]["misdirected"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ready";
                    };
                };
            };
            403: components["responses"]["forbidden"];
            421: components["responses"]["misdirected"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    listAgents: {
        parameters: {
            query?: {
                /** @description A name: lower-case letters, digits, dot, dash, underscore. */
                cursor?: string;
                /** @description How many items at most. */
                limit?: number;
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentPage"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    registerAgent: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentRegister"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registration"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["name_taken"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    getAgent: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path: {
                /** @description A name: lower-case letters, digits, dot, dash, underscore. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    updateAgent: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description A name: lower-case letters, digits, dot, dash, underscore. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AgentUpdate"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["version_conflict"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    explainAgent: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path: {
                /** @description A name: lower-case letters, digits, dot, dash, underscore. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentExplanation"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    pauseAgent: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description A name: lower-case letters, digits, dot, dash, underscore. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentPause"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["version_conflict"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    resumeAgent: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description A name: lower-case letters, digits, dot, dash, underscore. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["version_conflict"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    retireAgent: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description A name: lower-case letters, digits, dot, dash, underscore. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentReason"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["version_conflict"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    listAttention: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttentionList"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description Return what came after this cursor; absent: from the beginning. */
                after?: string;
                /** @description Return instead the last ones up to this cursor, in order: the `head` of a page for the newest, then its `previousCursor`. */
                before?: string;
                /** @description How many items at most. */
                limit?: number;
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            410: components["responses"]["cursor_expired.or.log_reset"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description Begin after this cursor; absent: at the beginning of the log. */
                after?: string;
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The id of the last event that was received; goes before `after`. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events: `id` is the cursor, `event` the type, `data` an Event. A comment comes when it is quiet. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            410: components["responses"]["cursor_expired.or.log_reset"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    openEventSocket: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The socket is open: send a subscribe frame; without Authorization header an auth frame first. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    listInbox: {
        parameters: {
            query?: {
                /** @description Return what has a greater number. */
                after?: number;
                /** @description Also what was acknowledged, or became a dead letter. */
                acked?: boolean;
                /** @description How many items at most. */
                limit?: number;
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxPage"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    ackInbox: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["InboxAck"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxAcked"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["message_taken"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    getInsights: {
        parameters: {
            query?: {
                /** @description How far back. */
                hours?: number;
                /** @description In how many equal parts. */
                buckets?: number;
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Insights"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    login: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    createLoginLink: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LoginLinkCreate"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginLink"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["name_taken"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    logout: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedOut"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    getMe: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    listSentMessages: {
        parameters: {
            query?: {
                /** @description Only those of this thread. */
                threadId?: string;
                cursor?: string;
                /** @description How many items at most. */
                limit?: number;
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentPage"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    sendMessage: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageSend"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentMessage"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["inbox_full.or.rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    getMessage: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentMessage"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    takeMessage: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["message_taken"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    listProjects: {
        parameters: {
            query?: {
                /** @description A name: lower-case letters, digits, dot, dash, underscore. */
                cursor?: string;
                /** @description How many items at most. */
                limit?: number;
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectPage"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    createProject: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectCreate"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["name_taken"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    pauseProject: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description A name: lower-case letters, digits, dot, dash, underscore. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectPause"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    resumeProject: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description A name: lower-case letters, digits, dot, dash, underscore. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    listReservations: {
        parameters: {
            query?: {
                /** @description Only those that touch this path, or any that this glob matches. */
                path?: string;
                /** @description T- and a number, unique in the project and never used again. */
                taskId?: string;
                /** @description Held by this agent. */
                agent?: string;
                cursor?: string;
                /** @description How many items at most. */
                limit?: number;
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReservationPage"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    makeReservation: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReservationCreate"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reservation"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["lease_lost.or.paths_reserved"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    releaseReservation: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reservation"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    listReviews: {
        parameters: {
            query?: {
                /** @description Only those that the caller may decide. */
                mine?: boolean;
                /** @description T- and a number, unique in the project and never used again. */
                taskId?: string;
                cursor?: string;
                /** @description How many items at most. */
                limit?: number;
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewPage"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    claimReview: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a review, `rev_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewClaim"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["agent_paused.or.not_claimable.or.stale_review.or.task_held.or.wip_limit"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    decideReview: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a review, `rev_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewDecide"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewDecision"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["lease_lost.or.stale_review.or.task_held"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    releaseReview: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a review, `rev_…`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewRelease"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["lease_lost.or.stale_review"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    startSession: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SessionStart"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    endSession: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path: {
                /** @description A session id, or `current`: the session of this call. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionEnded"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    heartbeat: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description A session id, or `current`: the session of this call. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Heartbeat"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeartbeatResult"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    getSnapshot: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    getSummary: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Summary"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    listTasks: {
        parameters: {
            query?: {
                status?: components["schemas"]["TaskStatus"];
                /** @description A name: lower-case letters, digits, dot, dash, underscore. */
                label?: string;
                /** @description Held by this agent. */
                agent?: string;
                /** @description A search: `status:doing agent:scout -label:docs is:stuck updated:<10m some words`. What else is given must hold as well. */
                q?: string;
                cursor?: string;
                /** @description How many items at most. */
                limit?: number;
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskPage"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    createTask: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskCreate"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    createTasks: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskBatchCreate"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskBatch"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["cycle"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    claimNextTask: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ClaimNext"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimNextResult"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["agent_paused.or.not_claimable.or.wip_limit"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    getTask: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetail"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    updateTask: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The `version` that the change is based on, bare or quoted; weak validators are refused. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TaskUpdate"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["cycle.or.paths_reserved.or.version_conflict"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            428: components["responses"]["epoch_required"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    getArtifact: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
                /** @description A file name, safe on every system: letters, digits, dot, dash, underscore. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes as they are. The Content-Type is that of the artifact only where a browser would not run it. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    /** @description The SHA-256 of the content, in quotes. */
                    ETag?: string;
                    /** @description The media type that was given with the content. */
                    "Baton-Media-Type"?: string;
                    /** @description `attachment`, with the name. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The content is the one that If-None-Match names. */
            304: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    attachArtifact: {
        parameters: {
            query?: {
                /** @description The epoch that the claim gave. Leads may leave it out. */
                epoch?: number;
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
                /** @description A file name, safe on every system: letters, digits, dot, dash, underscore. */
                name: string;
            };
            cookie?: never;
        };
        /** @description The bytes as they are. Any Content-Type may be given and is kept; it says nothing of how they are read. */
        requestBody?: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifact"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["lease_lost"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input"];
            428: components["responses"]["epoch_required"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    blockTask: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskBlock"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["cycle.or.lease_lost"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    cancelTask: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskReason"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    claimTask: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimResult"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["agent_paused.or.not_claimable.or.task_held.or.wip_limit"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    commentOnTask: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentCreate"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    explainTask: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskExplanation"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    checkFence: {
        parameters: {
            query: {
                /** @description The fencing token that the claim gave: the task's epoch. */
                epoch: number;
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fence"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    forceReleaseTask: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskReason"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    getTaskHistory: {
        parameters: {
            query?: {
                after?: string;
                /** @description How many items at most. */
                limit?: number;
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            410: components["responses"]["cursor_expired.or.log_reset"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    progressTask: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskProgress"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgressResult"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["lease_lost"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    releaseTask: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskRelease"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["lease_lost"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    reopenTask: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskReason"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    submitTask: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskSubmit"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["lease_lost"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    takeOverTask: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimResult"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["not_claimable.or.task_held"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    unblockTask: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description T- and a number, unique in the project and never used again. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TaskUnblock"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["version_conflict"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    listTokens: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description How many items at most. */
                limit?: number;
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPage"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    createToken: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenCreate"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenCreated"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["invalid_input.or.key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    revokeToken: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenInfo"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            421: components["responses"]["misdirected"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
    wait: {
        parameters: {
            query?: {
                /** @description The project of the call, for tokens that may see several; absent: the token's own, else `main`. */
                project?: components["parameters"]["Project"];
            };
            header?: {
                /** @description The session that the call comes from; absent: the token's standing session. */
                "Baton-Session"?: components["parameters"]["Session"];
                /** @description A repeat with the same key and the same request gets the stored reply; kept for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Wait"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Baton-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitResult"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            410: components["responses"]["cursor_expired.or.log_reset"];
            413: components["responses"]["too_large"];
            415: components["responses"]["wrong_content_type"];
            421: components["responses"]["misdirected"];
            422: components["responses"]["key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
            507: components["responses"]["storage_full"];
        };
    };
}
