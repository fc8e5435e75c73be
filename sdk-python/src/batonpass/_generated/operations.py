# Generated from openapi/openapi.json by `npm run generate`. Do not edit.
"""A method for each operation of the contract. A method makes a Call; the transport that it is mixed with sends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from .._call import NOT_GIVEN, AsyncTransport, Call, NotGiven, SyncTransport, body_of, headers_of, query_of, segment
from . import models


class Operations:
    """The blocking methods.

    Each raises what it names, ConnectionFailed where there is no answer, and any of BadRequest, Unauthenticated,
    Forbidden, NotFound, TooLarge, WrongContentType, Misdirected, KeyReused, RateLimited, Internal, Unavailable,
    StorageFull.
    """

    _transport: SyncTransport

    def get_reference(
        self,
        *,
        timeout: float | None = None,
    ) -> str:
        """The contract as a page to read.

        Args:
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getReference",
            method="GET",
            path="/docs",
            timeout_s=timeout,
        )
        return self._transport.call(call, str)

    def get_health(
        self,
        *,
        timeout: float | None = None,
    ) -> models.GetHealthResponse:
        """Whether the server lives, and what durability is in force.

        Args:
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getHealth",
            method="GET",
            path="/healthz",
            timeout_s=timeout,
        )
        return self._transport.call(call, models.GetHealthResponse)

    def get_llms_text(
        self,
        *,
        timeout: float | None = None,
    ) -> str:
        """What a model must know to work here.

        Args:
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getLlmsText",
            method="GET",
            path="/llms.txt",
            timeout_s=timeout,
        )
        return self._transport.call(call, str)

    def get_metrics(
        self,
        *,
        timeout: float | None = None,
    ) -> str:
        """Numbers for Prometheus.

        Args:
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getMetrics",
            method="GET",
            path="/metrics",
            timeout_s=timeout,
        )
        return self._transport.call(call, str)

    def get_contract(
        self,
        *,
        timeout: float | None = None,
    ) -> dict[str, Any]:
        """This document.

        Args:
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getContract",
            method="GET",
            path="/openapi.json",
            timeout_s=timeout,
        )
        return self._transport.call(call, dict[str, Any])

    def get_readiness(
        self,
        *,
        timeout: float | None = None,
    ) -> models.GetReadinessResponse:
        """Whether the server takes work now.

        Args:
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getReadiness",
            method="GET",
            path="/readyz",
            timeout_s=timeout,
        )
        return self._transport.call(call, models.GetReadinessResponse)

    def register_agent(
        self,
        *,
        name: str,
        kind: models.AgentKind | NotGiven = NOT_GIVEN,
        role: models.AgentRole | NotGiven = NOT_GIVEN,
        capabilities: Sequence[str] | NotGiven = NOT_GIVEN,
        max_concurrent: int | NotGiven = NOT_GIVEN,
        rejoin: bool | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Registration:
        """Register an agent; its token comes back this once.

        Raises NameTaken, InvalidInput.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            max_concurrent: How many tasks it may hold at once.
            rejoin: If the name exists and the caller registered it: a further token for it.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="registerAgent",
            method="POST",
            path="/v1/agents",
            query=query_of({"project": project}),
            body=body_of(
                {
                    "name": name,
                    "kind": kind,
                    "role": role,
                    "capabilities": capabilities,
                    "maxConcurrent": max_concurrent,
                    "rejoin": rejoin,
                }
            ),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Registration)

    def list_agents(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.AgentPage:
        """List agents with presence and current tasks.

        Args:
            cursor: A name: lower-case letters, digits, dot, dash, underscore.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listAgents",
            method="GET",
            path="/v1/agents",
            query=query_of({"cursor": cursor, "limit": limit, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.AgentPage)

    def get_agent(
        self,
        name: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.Agent:
        """One agent with presence and current tasks.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getAgent",
            method="GET",
            path=f"/v1/agents/{segment(name)}",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.Agent)

    def update_agent(
        self,
        name: str,
        *,
        capabilities: Sequence[str] | NotGiven = NOT_GIVEN,
        role: models.AgentRole | NotGiven = NOT_GIVEN,
        max_concurrent: int | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Agent:
        """Change capabilities, role or maxConcurrent; an agent its own capabilities and maxConcurrent.

        Raises VersionConflict.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            max_concurrent: How many tasks it may hold at once.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="updateAgent",
            method="PATCH",
            path=f"/v1/agents/{segment(name)}",
            query=query_of({"project": project}),
            body=body_of({"capabilities": capabilities, "role": role, "maxConcurrent": max_concurrent}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Agent)

    def explain_agent(
        self,
        name: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.AgentExplanation:
        """Why an agent does what it does, or nothing.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="explainAgent",
            method="GET",
            path=f"/v1/agents/{segment(name)}/explain",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.AgentExplanation)

    def pause_agent(
        self,
        name: str,
        *,
        reason: str,
        drain: bool | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Agent:
        """No new claims for this agent; with drain it is asked to finish.

        Raises VersionConflict, InvalidInput.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            reason: Why, for the people and agents who read it later.
            drain: Also ask it to finish what it holds.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="pauseAgent",
            method="POST",
            path=f"/v1/agents/{segment(name)}/pause",
            query=query_of({"project": project}),
            body=body_of({"reason": reason, "drain": drain}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Agent)

    def resume_agent(
        self,
        name: str,
        *,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Agent:
        """Let a paused agent claim again.

        Raises VersionConflict, InvalidInput.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="resumeAgent",
            method="POST",
            path=f"/v1/agents/{segment(name)}/resume",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
        )
        return self._transport.call(call, models.Agent)

    def retire_agent(
        self,
        name: str,
        *,
        reason: str,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Agent:
        """Retire an agent for good: its tokens stop working.

        Raises VersionConflict.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            reason: Why, for the people and agents who read it later.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="retireAgent",
            method="POST",
            path=f"/v1/agents/{segment(name)}/retire",
            query=query_of({"project": project}),
            body=body_of({"reason": reason}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Agent)

    def list_attention(
        self,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.AttentionList:
        """What waits on the caller: who asks, what exactly, since when, and what happens if nothing is done.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listAttention",
            method="GET",
            path="/v1/attention",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.AttentionList)

    def list_events(
        self,
        *,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.EventPage:
        """Events after a cursor, in order.

        Raises CursorExpired, LogReset.

        Args:
            after: Return what came after this cursor; absent: from the beginning.
            before: Return instead the last ones up to this cursor, in order: the `head` of a page for the newest, then
                its `previousCursor`.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listEvents",
            method="GET",
            path="/v1/events",
            query=query_of({"after": after, "before": before, "limit": limit, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.EventPage)

    def list_inbox(
        self,
        *,
        after: int | None = None,
        acked: bool | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.InboxPage:
        """Your own inbox in order, and what is offered to your role. Reading acknowledges nothing.

        Args:
            after: Return what has a greater number.
            acked: Also what was acknowledged, or became a dead letter.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listInbox",
            method="GET",
            path="/v1/inbox",
            query=query_of({"after": after, "acked": acked, "limit": limit, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.InboxPage)

    def ack_inbox(
        self,
        *,
        up_to: int | NotGiven = NOT_GIVEN,
        seqs: Sequence[int] | NotGiven = NOT_GIVEN,
        ids: Sequence[str] | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.InboxAcked:
        """Acknowledge messages: all up to a number, single numbers, or messages by their ids. The others come again.

        Raises MessageTaken, InvalidInput.

        Args:
            up_to: All up to this number.
            seqs: These numbers.
            ids: These messages; the way for those to a role, too.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="ackInbox",
            method="POST",
            path="/v1/inbox/ack",
            query=query_of({"project": project}),
            body=body_of({"upTo": up_to, "seqs": seqs, "ids": ids}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.InboxAcked)

    def get_insights(
        self,
        *,
        hours: int | None = None,
        buckets: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.Insights:
        """How a project went over the last hours: tasks by status, ends, expiries, and how long things took.

        Args:
            hours: How far back.
            buckets: In how many equal parts.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getInsights",
            method="GET",
            path="/v1/insights",
            query=query_of({"hours": hours, "buckets": buckets, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.Insights)

    def login(
        self,
        *,
        code: str,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.SignedIn:
        """Turn the one-time code of a link into the cookie of this browser.

        Raises InvalidInput.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="login",
            method="POST",
            path="/v1/login",
            query=query_of({"project": project}),
            body=body_of({"code": code}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.SignedIn)

    def create_login_link(
        self,
        *,
        name: str | None | NotGiven = NOT_GIVEN,
        role: models.AgentRole | NotGiven = NOT_GIVEN,
        expires_in_seconds: int | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.LoginLink:
        """Make a link that signs a person in at a browser, once.

        Raises NameTaken, InvalidInput.

        Args:
            name: The person; made as an agent of kind `human` if there is none of that name. null: whoever calls.
            role: For a new person; `viewer` when left out. One who exists keeps their own.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="createLoginLink",
            method="POST",
            path="/v1/login-links",
            query=query_of({"project": project}),
            body=body_of({"name": name, "role": role, "expiresInSeconds": expires_in_seconds}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.LoginLink)

    def logout(
        self,
        *,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.SignedOut:
        """Sign this browser out: its cookie stops working.

        Raises InvalidInput.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="logout",
            method="POST",
            path="/v1/logout",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
        )
        return self._transport.call(call, models.SignedOut)

    def get_me(
        self,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.Me:
        """Who calls, what it may see and until when, and what server it talks to.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getMe",
            method="GET",
            path="/v1/me",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.Me)

    def send_message(
        self,
        *,
        body: str,
        to: models.Recipient | NotGiven = NOT_GIVEN,
        subject: str | NotGiven = NOT_GIVEN,
        urgency: models.Urgency | NotGiven = NOT_GIVEN,
        task_id: str | NotGiven = NOT_GIVEN,
        reply_to: str | NotGiven = NOT_GIVEN,
        thread_id: str | NotGiven = NOT_GIVEN,
        dedupe_key: str | NotGiven = NOT_GIVEN,
        expires_in_seconds: int | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.SentMessage:
        """Send a message to an agent, to a role (one of them takes it) or to all; agents named as @name get it too.

        Raises InvalidInput, InboxFull.

        Args:
            body: The text. Agents named in it as @name get it too.
            to: May be left out with replyTo: then it goes to whoever sent that.
            task_id: The task that it is about.
            reply_to: The message that it answers; it joins its thread.
            thread_id: The first message of the thread that it joins, where it answers none of it.
            dedupe_key: What was sent to the same recipient under this key is not sent again; the first message is the
                answer.
            expires_in_seconds: How long it may wait to be acknowledged; then it is a dead letter and the sender is told.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="sendMessage",
            method="POST",
            path="/v1/messages",
            query=query_of({"project": project}),
            body=body_of(
                {
                    "body": body,
                    "to": to,
                    "subject": subject,
                    "urgency": urgency,
                    "taskId": task_id,
                    "replyTo": reply_to,
                    "threadId": thread_id,
                    "dedupeKey": dedupe_key,
                    "expiresInSeconds": expires_in_seconds,
                }
            ),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.SentMessage)

    def list_sent_messages(
        self,
        *,
        thread_id: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.SentPage:
        """What you have sent and the server still keeps, newest first; all of it or that of one thread.

        Args:
            thread_id: Only those of this thread.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listSentMessages",
            method="GET",
            path="/v1/messages",
            query=query_of({"threadId": thread_id, "cursor": cursor, "limit": limit, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.SentPage)

    def get_message(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.SentMessage:
        """A message with how far it has come, for its sender and those it was sent to.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getMessage",
            method="GET",
            path=f"/v1/messages/{segment(id)}",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.SentMessage)

    def take_message(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Offer:
        """Take a message to your role for 5 minutes; who does not acknowledge it by then leaves it to another.

        Raises MessageTaken, InvalidInput.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="takeMessage",
            method="POST",
            path=f"/v1/messages/{segment(id)}/take",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
        )
        return self._transport.call(call, models.Offer)

    def list_projects(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.ProjectPage:
        """The projects that the token may see.

        Args:
            cursor: A name: lower-case letters, digits, dot, dash, underscore.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listProjects",
            method="GET",
            path="/v1/projects",
            query=query_of({"cursor": cursor, "limit": limit, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.ProjectPage)

    def create_project(
        self,
        *,
        name: str,
        self_review: bool | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Project:
        """Create a project: a board with its own agents and event log.

        Raises NameTaken.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="createProject",
            method="POST",
            path="/v1/projects",
            query=query_of({"project": project}),
            body=body_of({"name": name, "selfReview": self_review}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Project)

    def pause_project(
        self,
        name: str,
        *,
        reason: str,
        drain: bool | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Project:
        """No new claims in the project; with drain its holders are asked to finish.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            reason: Why, for the people and agents who read it later.
            drain: Also ask holders to finish.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="pauseProject",
            method="POST",
            path=f"/v1/projects/{segment(name)}/pause",
            query=query_of({"project": project}),
            body=body_of({"reason": reason, "drain": drain}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Project)

    def resume_project(
        self,
        name: str,
        *,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Project:
        """Let agents of a paused project claim again.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="resumeProject",
            method="POST",
            path=f"/v1/projects/{segment(name)}/resume",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
        )
        return self._transport.call(call, models.Project)

    def make_reservation(
        self,
        *,
        task_id: str,
        epoch: int,
        paths: Sequence[str],
        mode: models.ReservationMode | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Reservation:
        """Hold paths under a claim, exclusively or shared, until the claim ends.

        Raises LeaseLost, PathsReserved, InvalidInput.

        Args:
            task_id: A task that the calling session holds.
            epoch: The fencing token that the claim gave: the task's epoch.
            paths: Globs, relative to the root of the repository: `src/**`, `docs/*.md`, `server/{a,b}.ts`.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="makeReservation",
            method="POST",
            path="/v1/reservations",
            query=query_of({"project": project}),
            body=body_of({"taskId": task_id, "epoch": epoch, "paths": paths, "mode": mode}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Reservation)

    def list_reservations(
        self,
        *,
        path: str | None = None,
        task_id: str | None = None,
        agent: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.ReservationPage:
        """Who holds which paths; with `path` only those that touch it.

        Args:
            path: Only those that touch this path, or any that this glob matches.
            task_id: T- and a number, unique in the project and never used again.
            agent: Held by this agent.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listReservations",
            method="GET",
            path="/v1/reservations",
            query=query_of(
                {
                    "path": path,
                    "taskId": task_id,
                    "agent": agent,
                    "cursor": cursor,
                    "limit": limit,
                    "project": project,
                }
            ),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.ReservationPage)

    def release_reservation(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.Reservation:
        """Give a hold on paths back before its claim ends; for its agent and leads.

        Raises InvalidInput.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="releaseReservation",
            method="DELETE",
            path=f"/v1/reservations/{segment(id)}",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.Reservation)

    def list_reviews(
        self,
        *,
        mine: bool | None = None,
        task_id: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.ReviewPage:
        """The review queue, oldest first; with taskId every round of one task.

        Args:
            mine: Only those that the caller may decide.
            task_id: T- and a number, unique in the project and never used again.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listReviews",
            method="GET",
            path="/v1/reviews",
            query=query_of({"mine": mine, "taskId": task_id, "cursor": cursor, "limit": limit, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.ReviewPage)

    def claim_review(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.ReviewClaim:
        """Take a review in hand: a lease with an epoch, renewed by the heartbeat of the session.

        Raises AgentPaused, NotClaimable, StaleReview, TaskHeld, WipLimit.

        Args:
            id: The id of a review, `rev_…`.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="claimReview",
            method="POST",
            path=f"/v1/reviews/{segment(id)}/claim",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
        )
        return self._transport.call(call, models.ReviewClaim)

    def decide_review(
        self,
        id: str,
        *,
        revision: int,
        decision: Literal["approve", "request_changes"] | str,
        epoch: int | NotGiven = NOT_GIVEN,
        note: str | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.ReviewDecision:
        """Approve a revision, or request changes with a note; with the epoch of a claim, or without while nobody has it in
        hand.

        Raises LeaseLost, StaleReview, TaskHeld, InvalidInput.

        Args:
            id: The id of a review, `rev_…`.
            revision: The revision that was looked at.
            epoch: What the claim gave; absent: a decision without a claim, while nobody else has it in hand.
            note: Demanded when changes are requested.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="decideReview",
            method="POST",
            path=f"/v1/reviews/{segment(id)}/decide",
            query=query_of({"project": project}),
            body=body_of({"revision": revision, "decision": decision, "epoch": epoch, "note": note}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.ReviewDecision)

    def release_review(
        self,
        id: str,
        *,
        epoch: int,
        reason: str,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Review:
        """Give a review back undecided; a lead may do that over the head of whoever has it.

        Raises LeaseLost, StaleReview.

        Args:
            id: The id of a review, `rev_…`.
            epoch: The fencing token that the claim gave: the task's epoch.
            reason: Why, for the people and agents who read it later.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="releaseReview",
            method="POST",
            path=f"/v1/reviews/{segment(id)}/release",
            query=query_of({"project": project}),
            body=body_of({"epoch": epoch, "reason": reason}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Review)

    def start_session(
        self,
        *,
        harness: str | NotGiven = NOT_GIVEN,
        host: str | NotGiven = NOT_GIVEN,
        pid: int | None | NotGiven = NOT_GIVEN,
        sdk_version: str | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Session:
        """Start a session: one incarnation of the agent's process.

        Args:
            harness: What runs the agent, for people: `langchain`, `claude-code`.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="startSession",
            method="POST",
            path="/v1/sessions",
            query=query_of({"project": project}),
            body=body_of({"harness": harness, "host": host, "pid": pid, "sdkVersion": sdk_version}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Session)

    def end_session(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.SessionEnded:
        """End a session and give back what it holds.

        Args:
            id: A session id, or `current`: the session of this call.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="endSession",
            method="DELETE",
            path=f"/v1/sessions/{segment(id)}",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.SessionEnded)

    def heartbeat(
        self,
        id: str,
        *,
        leases: Sequence[models.HeartbeatLease] | NotGiven = NOT_GIVEN,
        inbox_seen: int | NotGiven = NOT_GIVEN,
        reviews: Sequence[models.HeartbeatReview] | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.HeartbeatResult:
        """Renew all leases of a session in one call; `current` is the session of the call.

        Args:
            id: A session id, or `current`: the session of this call.
            inbox_seen: The number up to which the process has received its inbox: senders then see `delivered`.
            reviews: The reviews in hand, which are leases too.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="heartbeat",
            method="POST",
            path=f"/v1/sessions/{segment(id)}/heartbeat",
            query=query_of({"project": project}),
            body=body_of({"leases": leases, "inboxSeen": inbox_seen, "reviews": reviews}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.HeartbeatResult)

    def get_snapshot(
        self,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.Snapshot:
        """One consistent look at the project, with the cursor to follow it from.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getSnapshot",
            method="GET",
            path="/v1/snapshot",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.Snapshot)

    def get_summary(
        self,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.Summary:
        """The numbers of a project at one moment.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getSummary",
            method="GET",
            path="/v1/summary",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.Summary)

    def create_task(
        self,
        *,
        title: str,
        brief: str | NotGiven = NOT_GIVEN,
        priority: int | NotGiven = NOT_GIVEN,
        labels: Sequence[str] | NotGiven = NOT_GIVEN,
        requires: Sequence[str] | NotGiven = NOT_GIVEN,
        depends_on: Sequence[str] | NotGiven = NOT_GIVEN,
        paths: Sequence[str] | NotGiven = NOT_GIVEN,
        acceptance: Sequence[str] | NotGiven = NOT_GIVEN,
        assignee: str | None | NotGiven = NOT_GIVEN,
        reviewer: str | NotGiven = NOT_GIVEN,
        reviews_required: int | NotGiven = NOT_GIVEN,
        lease_ttl_seconds: int | NotGiven = NOT_GIVEN,
        max_attempts: int | NotGiven = NOT_GIVEN,
        not_before: datetime | str | None | NotGiven = NOT_GIVEN,
        due_at: datetime | str | None | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Create a task; a title is enough.

        Raises InvalidInput.

        Args:
            brief: What is to be done, in Markdown.
            priority: 0 is the most urgent.
            requires: Capabilities that an agent must have to claim it.
            depends_on: Tasks that must be done first.
            paths: Globs of what the work touches, relative to the root of the repository. Whoever claims it holds them.
            acceptance: Criteria that the submission answers one by one.
            reviewer: `any`, `none`, or the name of the agent that must review it.
            not_before: Not claimable before this moment.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="createTask",
            method="POST",
            path="/v1/tasks",
            query=query_of({"project": project}),
            body=body_of(
                {
                    "title": title,
                    "brief": brief,
                    "priority": priority,
                    "labels": labels,
                    "requires": requires,
                    "dependsOn": depends_on,
                    "paths": paths,
                    "acceptance": acceptance,
                    "assignee": assignee,
                    "reviewer": reviewer,
                    "reviewsRequired": reviews_required,
                    "leaseTtlSeconds": lease_ttl_seconds,
                    "maxAttempts": max_attempts,
                    "notBefore": not_before,
                    "dueAt": due_at,
                }
            ),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Task)

    def list_tasks(
        self,
        *,
        status: models.TaskStatus | None = None,
        label: str | None = None,
        agent: str | None = None,
        q: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.TaskPage:
        """List tasks by number: all, or those that a search means.

        Args:
            label: A name: lower-case letters, digits, dot, dash, underscore.
            agent: Held by this agent.
            q: A search: `status:doing agent:scout -label:docs is:stuck updated:<10m some words`. What else is given must
                hold as well.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listTasks",
            method="GET",
            path="/v1/tasks",
            query=query_of(
                {
                    "status": status,
                    "label": label,
                    "agent": agent,
                    "q": q,
                    "cursor": cursor,
                    "limit": limit,
                    "project": project,
                }
            ),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.TaskPage)

    def create_tasks(
        self,
        *,
        tasks: Sequence[models.TaskBatchItem],
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.TaskBatch:
        """Create many tasks, all or none; they may depend on each other by ref.

        Raises Cycle, InvalidInput.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="createTasks",
            method="POST",
            path="/v1/tasks/batch",
            query=query_of({"project": project}),
            body=body_of({"tasks": tasks}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.TaskBatch)

    def claim_next_task(
        self,
        *,
        count: int | NotGiven = NOT_GIVEN,
        labels: Sequence[str] | NotGiven = NOT_GIVEN,
        wait_seconds: int | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.ClaimNextResult:
        """Claim the next task by priority, then age; may wait up to 25 s for one.

        Raises AgentPaused, NotClaimable, WipLimit.

        Args:
            labels: Only tasks that have at least one of these labels; empty: any task.
            wait_seconds: Wait so long for a task when there is none.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="claimNextTask",
            method="POST",
            path="/v1/tasks/claim-next",
            query=query_of({"project": project}),
            body=body_of({"count": count, "labels": labels, "waitSeconds": wait_seconds}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.ClaimNextResult)

    def get_task(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.TaskDetail:
        """One task with its attempts, notes, reviews, comments and orphan results.

        Args:
            id: T- and a number, unique in the project and never used again.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getTask",
            method="GET",
            path=f"/v1/tasks/{segment(id)}",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.TaskDetail)

    def update_task(
        self,
        id: str,
        *,
        if_match: int | str,
        title: str | NotGiven = NOT_GIVEN,
        brief: str | NotGiven = NOT_GIVEN,
        priority: int | NotGiven = NOT_GIVEN,
        labels: Sequence[str] | NotGiven = NOT_GIVEN,
        requires: Sequence[str] | NotGiven = NOT_GIVEN,
        depends_on: Sequence[str] | NotGiven = NOT_GIVEN,
        paths: Sequence[str] | NotGiven = NOT_GIVEN,
        acceptance: Sequence[str] | NotGiven = NOT_GIVEN,
        assignee: str | None | NotGiven = NOT_GIVEN,
        reviewer: str | NotGiven = NOT_GIVEN,
        not_before: datetime | str | None | NotGiven = NOT_GIVEN,
        due_at: datetime | str | None | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Change fields of a task, based on the version in If-Match.

        Raises Cycle, PathsReserved, VersionConflict, InvalidInput, EpochRequired.

        Args:
            id: T- and a number, unique in the project and never used again.
            if_match: The `version` that the change is based on, bare or quoted; weak validators are refused.
            brief: What is to be done, in Markdown.
            priority: 0 is the most urgent.
            requires: Capabilities that an agent must have to claim it.
            depends_on: Tasks that must be done first.
            paths: Globs of what the work touches, relative to the root of the repository. Whoever claims it holds them.
            acceptance: Criteria that the submission answers one by one.
            reviewer: `any`, `none`, or the name of the agent that must review it.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="updateTask",
            method="PATCH",
            path=f"/v1/tasks/{segment(id)}",
            query=query_of({"project": project}),
            body=body_of(
                {
                    "title": title,
                    "brief": brief,
                    "priority": priority,
                    "labels": labels,
                    "requires": requires,
                    "dependsOn": depends_on,
                    "paths": paths,
                    "acceptance": acceptance,
                    "assignee": assignee,
                    "reviewer": reviewer,
                    "notBefore": not_before,
                    "dueAt": due_at,
                }
            ),
            headers=headers_of({"If-Match": if_match, "Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Task)

    def attach_artifact(
        self,
        id: str,
        name: str,
        *,
        content: bytes,
        epoch: int | None = None,
        content_type: str = "application/octet-stream",
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.Artifact:
        """Attach a file to a task, or replace it; for the holder with its epoch, and for leads. Renews the lease.

        Raises LeaseLost, InvalidInput, EpochRequired.

        Args:
            id: T- and a number, unique in the project and never used again.
            name: A file name, safe on every system: letters, digits, dot, dash, underscore.
            content: The bytes as they are.
            epoch: The epoch that the claim gave. Leads may leave it out.
            content_type: What the bytes are.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="attachArtifact",
            method="PUT",
            path=f"/v1/tasks/{segment(id)}/artifacts/{segment(name)}",
            query=query_of({"epoch": epoch, "project": project}),
            body=content,
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
            content_type=content_type,
        )
        return self._transport.call(call, models.Artifact)

    def get_artifact(
        self,
        id: str,
        name: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> bytes:
        """The content of an artifact, to be saved and never shown by a browser.

        Args:
            id: T- and a number, unique in the project and never used again.
            name: A file name, safe on every system: letters, digits, dot, dash, underscore.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getArtifact",
            method="GET",
            path=f"/v1/tasks/{segment(id)}/artifacts/{segment(name)}",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, bytes)

    def block_task(
        self,
        id: str,
        *,
        epoch: int,
        kind: models.BlockKind,
        reason: str,
        waiting_on: models.WaitingOn | NotGiven = NOT_GIVEN,
        until: datetime | str | NotGiven = NOT_GIVEN,
        options: Sequence[str] | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Say that a held task cannot go on, and give it back until what it waits for has come.

        Raises Cycle, LeaseLost, InvalidInput.

        Args:
            id: T- and a number, unique in the project and never used again.
            epoch: The fencing token that the claim gave: the task's epoch.
            reason: What stands in the way; for a question the question.
            waiting_on: A dependency names a task; a question without it goes to the leads.
            until: Not before this moment; then it can be claimed again, whatever it waits for.
            options: Answers to choose from; for a question.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="blockTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/block",
            query=query_of({"project": project}),
            body=body_of(
                {
                    "epoch": epoch,
                    "kind": kind,
                    "reason": reason,
                    "waitingOn": waiting_on,
                    "until": until,
                    "options": options,
                }
            ),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Task)

    def cancel_task(
        self,
        id: str,
        *,
        reason: str,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Cancel a task that is not finished; for leads and its creator.

        Raises InvalidInput.

        Args:
            id: T- and a number, unique in the project and never used again.
            reason: Why, for the people and agents who read it later.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="cancelTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/cancel",
            query=query_of({"project": project}),
            body=body_of({"reason": reason}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Task)

    def claim_task(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.ClaimResult:
        """Claim one task for the calling session.

        Raises AgentPaused, NotClaimable, TaskHeld, WipLimit.

        Args:
            id: T- and a number, unique in the project and never used again.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="claimTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/claim",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
        )
        return self._transport.call(call, models.ClaimResult)

    def comment_on_task(
        self,
        id: str,
        *,
        body: str,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Comment:
        """Say something about a task.

        Args:
            id: T- and a number, unique in the project and never used again.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="commentOnTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/comments",
            query=query_of({"project": project}),
            body=body_of({"body": body}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Comment)

    def explain_task(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.TaskExplanation:
        """Why a task does not move, and who or what can move it, by name; with what it waits for.

        Args:
            id: T- and a number, unique in the project and never used again.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="explainTask",
            method="GET",
            path=f"/v1/tasks/{segment(id)}/explain",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.TaskExplanation)

    def check_fence(
        self,
        id: str,
        *,
        epoch: int,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.Fence:
        """Whether an epoch is still the current one, for merge checks and other programs outside.

        Args:
            id: T- and a number, unique in the project and never used again.
            epoch: The fencing token that the claim gave: the task's epoch.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="checkFence",
            method="GET",
            path=f"/v1/tasks/{segment(id)}/fence",
            query=query_of({"epoch": epoch, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.Fence)

    def force_release_task(
        self,
        id: str,
        *,
        reason: str,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Take a task from its holder.

        Raises InvalidInput.

        Args:
            id: T- and a number, unique in the project and never used again.
            reason: Why, for the people and agents who read it later.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="forceReleaseTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/force-release",
            query=query_of({"project": project}),
            body=body_of({"reason": reason}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Task)

    def get_task_history(
        self,
        id: str,
        *,
        after: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.EventPage:
        """The events of one task.

        Raises CursorExpired, LogReset.

        Args:
            id: T- and a number, unique in the project and never used again.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getTaskHistory",
            method="GET",
            path=f"/v1/tasks/{segment(id)}/history",
            query=query_of({"after": after, "limit": limit, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.EventPage)

    def progress_task(
        self,
        id: str,
        *,
        epoch: int,
        note: str,
        percent: int | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.ProgressResult:
        """Note progress on a held task; renews its lease.

        Raises LeaseLost.

        Args:
            id: T- and a number, unique in the project and never used again.
            epoch: The fencing token that the claim gave: the task's epoch.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="progressTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/progress",
            query=query_of({"project": project}),
            body=body_of({"epoch": epoch, "note": note, "percent": percent}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.ProgressResult)

    def release_task(
        self,
        id: str,
        *,
        epoch: int,
        reason: str,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Give a held task back.

        Raises LeaseLost.

        Args:
            id: T- and a number, unique in the project and never used again.
            epoch: The fencing token that the claim gave: the task's epoch.
            reason: Why, for the people and agents who read it later.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="releaseTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/release",
            query=query_of({"project": project}),
            body=body_of({"epoch": epoch, "reason": reason}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Task)

    def reopen_task(
        self,
        id: str,
        *,
        reason: str,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Bring an ended task back to todo; for leads and its creator.

        Raises InvalidInput.

        Args:
            id: T- and a number, unique in the project and never used again.
            reason: Why, for the people and agents who read it later.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="reopenTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/reopen",
            query=query_of({"project": project}),
            body=body_of({"reason": reason}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Task)

    def submit_task(
        self,
        id: str,
        *,
        epoch: int,
        summary: str,
        evidence: Sequence[models.EvidenceInput] | NotGiven = NOT_GIVEN,
        answers: Sequence[models.AnswerInput] | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Hand in the work of a held task; a summary is enough.

        Raises LeaseLost, InvalidInput.

        Args:
            id: T- and a number, unique in the project and never used again.
            epoch: The fencing token that the claim gave: the task's epoch.
            answers: One for each acceptance criterion.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="submitTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/submit",
            query=query_of({"project": project}),
            body=body_of({"epoch": epoch, "summary": summary, "evidence": evidence, "answers": answers}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Task)

    def take_over_task(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.ClaimResult:
        """Move a claim from an older session of the same agent to this one.

        Raises NotClaimable, TaskHeld, InvalidInput.

        Args:
            id: T- and a number, unique in the project and never used again.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="takeOverTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/takeover",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
        )
        return self._transport.call(call, models.ClaimResult)

    def unblock_task(
        self,
        id: str,
        *,
        answer: str | NotGiven = NOT_GIVEN,
        epoch: int | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Answer what a blocked task waits for, or say that it need not wait; the next holder reads the answer.

        Raises VersionConflict, InvalidInput.

        Args:
            id: T- and a number, unique in the project and never used again.
            answer: The answer to a question, or what the next holder should know.
            epoch: The `blocked.epoch` that was read, so that no answer meets another question.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="unblockTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/unblock",
            query=query_of({"project": project}),
            body=body_of({"answer": answer, "epoch": epoch}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.Task)

    def list_tokens(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.TokenPage:
        """List tokens, without their secrets.

        Args:
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listTokens",
            method="GET",
            path="/v1/tokens",
            query=query_of({"cursor": cursor, "limit": limit, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.TokenPage)

    def create_token(
        self,
        *,
        label: str,
        agent: str | None | NotGiven = NOT_GIVEN,
        role: Literal["viewer", "admin"] | str | NotGiven = NOT_GIVEN,
        expires_at: datetime | str | None | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.TokenCreated:
        """Create a token; it comes back this once.

        Raises InvalidInput.

        Args:
            label: A name: lower-case letters, digits, dot, dash, underscore.
            agent: A further token for this agent; null: a token of its own, with `role`.
            role: For a token of its own: `viewer` sees one project, `admin` may all.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="createToken",
            method="POST",
            path="/v1/tokens",
            query=query_of({"project": project}),
            body=body_of({"label": label, "agent": agent, "role": role, "expiresAt": expires_at}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.TokenCreated)

    def revoke_token(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.TokenInfo:
        """Revoke a token; its open sockets close within a second.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="revokeToken",
            method="DELETE",
            path=f"/v1/tokens/{segment(id)}",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return self._transport.call(call, models.TokenInfo)

    def wait(
        self,
        *,
        cursor: str | NotGiven = NOT_GIVEN,
        wait_seconds: int | NotGiven = NOT_GIVEN,
        kinds: Sequence[models.NewsKind] | NotGiven = NOT_GIVEN,
        labels: Sequence[str] | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.WaitResult:
        """Wait up to 25 s for what concerns this agent next: a task that it could claim, a message, a review to do, a
        decision on its work, a cancelled or lost task. Claims nothing.

        Raises CursorExpired, LogReset.

        Args:
            cursor: `cursor` of the answer before, or any cursor of the log: only what came after it counts. Absent: what
                is there now counts too.
            kinds: Only these kinds of news; empty: all.
            labels: Of tasks, only those with at least one of these labels; empty: any.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="wait",
            method="POST",
            path="/v1/wait",
            query=query_of({"project": project}),
            body=body_of({"cursor": cursor, "waitSeconds": wait_seconds, "kinds": kinds, "labels": labels}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return self._transport.call(call, models.WaitResult)


class AsyncOperations:
    """The same methods, to be awaited.

    Each raises what it names, ConnectionFailed where there is no answer, and any of BadRequest, Unauthenticated,
    Forbidden, NotFound, TooLarge, WrongContentType, Misdirected, KeyReused, RateLimited, Internal, Unavailable,
    StorageFull.
    """

    _transport: AsyncTransport

    async def get_reference(
        self,
        *,
        timeout: float | None = None,
    ) -> str:
        """The contract as a page to read.

        Args:
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getReference",
            method="GET",
            path="/docs",
            timeout_s=timeout,
        )
        return await self._transport.call(call, str)

    async def get_health(
        self,
        *,
        timeout: float | None = None,
    ) -> models.GetHealthResponse:
        """Whether the server lives, and what durability is in force.

        Args:
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getHealth",
            method="GET",
            path="/healthz",
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.GetHealthResponse)

    async def get_llms_text(
        self,
        *,
        timeout: float | None = None,
    ) -> str:
        """What a model must know to work here.

        Args:
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getLlmsText",
            method="GET",
            path="/llms.txt",
            timeout_s=timeout,
        )
        return await self._transport.call(call, str)

    async def get_metrics(
        self,
        *,
        timeout: float | None = None,
    ) -> str:
        """Numbers for Prometheus.

        Args:
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getMetrics",
            method="GET",
            path="/metrics",
            timeout_s=timeout,
        )
        return await self._transport.call(call, str)

    async def get_contract(
        self,
        *,
        timeout: float | None = None,
    ) -> dict[str, Any]:
        """This document.

        Args:
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getContract",
            method="GET",
            path="/openapi.json",
            timeout_s=timeout,
        )
        return await self._transport.call(call, dict[str, Any])

    async def get_readiness(
        self,
        *,
        timeout: float | None = None,
    ) -> models.GetReadinessResponse:
        """Whether the server takes work now.

        Args:
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getReadiness",
            method="GET",
            path="/readyz",
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.GetReadinessResponse)

    async def register_agent(
        self,
        *,
        name: str,
        kind: models.AgentKind | NotGiven = NOT_GIVEN,
        role: models.AgentRole | NotGiven = NOT_GIVEN,
        capabilities: Sequence[str] | NotGiven = NOT_GIVEN,
        max_concurrent: int | NotGiven = NOT_GIVEN,
        rejoin: bool | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Registration:
        """Register an agent; its token comes back this once.

        Raises NameTaken, InvalidInput.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            max_concurrent: How many tasks it may hold at once.
            rejoin: If the name exists and the caller registered it: a further token for it.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="registerAgent",
            method="POST",
            path="/v1/agents",
            query=query_of({"project": project}),
            body=body_of(
                {
                    "name": name,
                    "kind": kind,
                    "role": role,
                    "capabilities": capabilities,
                    "maxConcurrent": max_concurrent,
                    "rejoin": rejoin,
                }
            ),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Registration)

    async def list_agents(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.AgentPage:
        """List agents with presence and current tasks.

        Args:
            cursor: A name: lower-case letters, digits, dot, dash, underscore.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listAgents",
            method="GET",
            path="/v1/agents",
            query=query_of({"cursor": cursor, "limit": limit, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.AgentPage)

    async def get_agent(
        self,
        name: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.Agent:
        """One agent with presence and current tasks.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getAgent",
            method="GET",
            path=f"/v1/agents/{segment(name)}",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.Agent)

    async def update_agent(
        self,
        name: str,
        *,
        capabilities: Sequence[str] | NotGiven = NOT_GIVEN,
        role: models.AgentRole | NotGiven = NOT_GIVEN,
        max_concurrent: int | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Agent:
        """Change capabilities, role or maxConcurrent; an agent its own capabilities and maxConcurrent.

        Raises VersionConflict.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            max_concurrent: How many tasks it may hold at once.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="updateAgent",
            method="PATCH",
            path=f"/v1/agents/{segment(name)}",
            query=query_of({"project": project}),
            body=body_of({"capabilities": capabilities, "role": role, "maxConcurrent": max_concurrent}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Agent)

    async def explain_agent(
        self,
        name: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.AgentExplanation:
        """Why an agent does what it does, or nothing.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="explainAgent",
            method="GET",
            path=f"/v1/agents/{segment(name)}/explain",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.AgentExplanation)

    async def pause_agent(
        self,
        name: str,
        *,
        reason: str,
        drain: bool | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Agent:
        """No new claims for this agent; with drain it is asked to finish.

        Raises VersionConflict, InvalidInput.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            reason: Why, for the people and agents who read it later.
            drain: Also ask it to finish what it holds.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="pauseAgent",
            method="POST",
            path=f"/v1/agents/{segment(name)}/pause",
            query=query_of({"project": project}),
            body=body_of({"reason": reason, "drain": drain}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Agent)

    async def resume_agent(
        self,
        name: str,
        *,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Agent:
        """Let a paused agent claim again.

        Raises VersionConflict, InvalidInput.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="resumeAgent",
            method="POST",
            path=f"/v1/agents/{segment(name)}/resume",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.Agent)

    async def retire_agent(
        self,
        name: str,
        *,
        reason: str,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Agent:
        """Retire an agent for good: its tokens stop working.

        Raises VersionConflict.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            reason: Why, for the people and agents who read it later.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="retireAgent",
            method="POST",
            path=f"/v1/agents/{segment(name)}/retire",
            query=query_of({"project": project}),
            body=body_of({"reason": reason}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Agent)

    async def list_attention(
        self,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.AttentionList:
        """What waits on the caller: who asks, what exactly, since when, and what happens if nothing is done.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listAttention",
            method="GET",
            path="/v1/attention",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.AttentionList)

    async def list_events(
        self,
        *,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.EventPage:
        """Events after a cursor, in order.

        Raises CursorExpired, LogReset.

        Args:
            after: Return what came after this cursor; absent: from the beginning.
            before: Return instead the last ones up to this cursor, in order: the `head` of a page for the newest, then
                its `previousCursor`.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listEvents",
            method="GET",
            path="/v1/events",
            query=query_of({"after": after, "before": before, "limit": limit, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.EventPage)

    async def list_inbox(
        self,
        *,
        after: int | None = None,
        acked: bool | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.InboxPage:
        """Your own inbox in order, and what is offered to your role. Reading acknowledges nothing.

        Args:
            after: Return what has a greater number.
            acked: Also what was acknowledged, or became a dead letter.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listInbox",
            method="GET",
            path="/v1/inbox",
            query=query_of({"after": after, "acked": acked, "limit": limit, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.InboxPage)

    async def ack_inbox(
        self,
        *,
        up_to: int | NotGiven = NOT_GIVEN,
        seqs: Sequence[int] | NotGiven = NOT_GIVEN,
        ids: Sequence[str] | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.InboxAcked:
        """Acknowledge messages: all up to a number, single numbers, or messages by their ids. The others come again.

        Raises MessageTaken, InvalidInput.

        Args:
            up_to: All up to this number.
            seqs: These numbers.
            ids: These messages; the way for those to a role, too.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="ackInbox",
            method="POST",
            path="/v1/inbox/ack",
            query=query_of({"project": project}),
            body=body_of({"upTo": up_to, "seqs": seqs, "ids": ids}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.InboxAcked)

    async def get_insights(
        self,
        *,
        hours: int | None = None,
        buckets: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.Insights:
        """How a project went over the last hours: tasks by status, ends, expiries, and how long things took.

        Args:
            hours: How far back.
            buckets: In how many equal parts.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getInsights",
            method="GET",
            path="/v1/insights",
            query=query_of({"hours": hours, "buckets": buckets, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.Insights)

    async def login(
        self,
        *,
        code: str,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.SignedIn:
        """Turn the one-time code of a link into the cookie of this browser.

        Raises InvalidInput.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="login",
            method="POST",
            path="/v1/login",
            query=query_of({"project": project}),
            body=body_of({"code": code}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.SignedIn)

    async def create_login_link(
        self,
        *,
        name: str | None | NotGiven = NOT_GIVEN,
        role: models.AgentRole | NotGiven = NOT_GIVEN,
        expires_in_seconds: int | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.LoginLink:
        """Make a link that signs a person in at a browser, once.

        Raises NameTaken, InvalidInput.

        Args:
            name: The person; made as an agent of kind `human` if there is none of that name. null: whoever calls.
            role: For a new person; `viewer` when left out. One who exists keeps their own.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="createLoginLink",
            method="POST",
            path="/v1/login-links",
            query=query_of({"project": project}),
            body=body_of({"name": name, "role": role, "expiresInSeconds": expires_in_seconds}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.LoginLink)

    async def logout(
        self,
        *,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.SignedOut:
        """Sign this browser out: its cookie stops working.

        Raises InvalidInput.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="logout",
            method="POST",
            path="/v1/logout",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.SignedOut)

    async def get_me(
        self,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.Me:
        """Who calls, what it may see and until when, and what server it talks to.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getMe",
            method="GET",
            path="/v1/me",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.Me)

    async def send_message(
        self,
        *,
        body: str,
        to: models.Recipient | NotGiven = NOT_GIVEN,
        subject: str | NotGiven = NOT_GIVEN,
        urgency: models.Urgency | NotGiven = NOT_GIVEN,
        task_id: str | NotGiven = NOT_GIVEN,
        reply_to: str | NotGiven = NOT_GIVEN,
        thread_id: str | NotGiven = NOT_GIVEN,
        dedupe_key: str | NotGiven = NOT_GIVEN,
        expires_in_seconds: int | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.SentMessage:
        """Send a message to an agent, to a role (one of them takes it) or to all; agents named as @name get it too.

        Raises InvalidInput, InboxFull.

        Args:
            body: The text. Agents named in it as @name get it too.
            to: May be left out with replyTo: then it goes to whoever sent that.
            task_id: The task that it is about.
            reply_to: The message that it answers; it joins its thread.
            thread_id: The first message of the thread that it joins, where it answers none of it.
            dedupe_key: What was sent to the same recipient under this key is not sent again; the first message is the
                answer.
            expires_in_seconds: How long it may wait to be acknowledged; then it is a dead letter and the sender is told.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="sendMessage",
            method="POST",
            path="/v1/messages",
            query=query_of({"project": project}),
            body=body_of(
                {
                    "body": body,
                    "to": to,
                    "subject": subject,
                    "urgency": urgency,
                    "taskId": task_id,
                    "replyTo": reply_to,
                    "threadId": thread_id,
                    "dedupeKey": dedupe_key,
                    "expiresInSeconds": expires_in_seconds,
                }
            ),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.SentMessage)

    async def list_sent_messages(
        self,
        *,
        thread_id: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.SentPage:
        """What you have sent and the server still keeps, newest first; all of it or that of one thread.

        Args:
            thread_id: Only those of this thread.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listSentMessages",
            method="GET",
            path="/v1/messages",
            query=query_of({"threadId": thread_id, "cursor": cursor, "limit": limit, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.SentPage)

    async def get_message(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.SentMessage:
        """A message with how far it has come, for its sender and those it was sent to.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getMessage",
            method="GET",
            path=f"/v1/messages/{segment(id)}",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.SentMessage)

    async def take_message(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Offer:
        """Take a message to your role for 5 minutes; who does not acknowledge it by then leaves it to another.

        Raises MessageTaken, InvalidInput.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="takeMessage",
            method="POST",
            path=f"/v1/messages/{segment(id)}/take",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.Offer)

    async def list_projects(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.ProjectPage:
        """The projects that the token may see.

        Args:
            cursor: A name: lower-case letters, digits, dot, dash, underscore.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listProjects",
            method="GET",
            path="/v1/projects",
            query=query_of({"cursor": cursor, "limit": limit, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.ProjectPage)

    async def create_project(
        self,
        *,
        name: str,
        self_review: bool | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Project:
        """Create a project: a board with its own agents and event log.

        Raises NameTaken.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="createProject",
            method="POST",
            path="/v1/projects",
            query=query_of({"project": project}),
            body=body_of({"name": name, "selfReview": self_review}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Project)

    async def pause_project(
        self,
        name: str,
        *,
        reason: str,
        drain: bool | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Project:
        """No new claims in the project; with drain its holders are asked to finish.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            reason: Why, for the people and agents who read it later.
            drain: Also ask holders to finish.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="pauseProject",
            method="POST",
            path=f"/v1/projects/{segment(name)}/pause",
            query=query_of({"project": project}),
            body=body_of({"reason": reason, "drain": drain}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Project)

    async def resume_project(
        self,
        name: str,
        *,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Project:
        """Let agents of a paused project claim again.

        Args:
            name: A name: lower-case letters, digits, dot, dash, underscore.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="resumeProject",
            method="POST",
            path=f"/v1/projects/{segment(name)}/resume",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.Project)

    async def make_reservation(
        self,
        *,
        task_id: str,
        epoch: int,
        paths: Sequence[str],
        mode: models.ReservationMode | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Reservation:
        """Hold paths under a claim, exclusively or shared, until the claim ends.

        Raises LeaseLost, PathsReserved, InvalidInput.

        Args:
            task_id: A task that the calling session holds.
            epoch: The fencing token that the claim gave: the task's epoch.
            paths: Globs, relative to the root of the repository: `src/**`, `docs/*.md`, `server/{a,b}.ts`.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="makeReservation",
            method="POST",
            path="/v1/reservations",
            query=query_of({"project": project}),
            body=body_of({"taskId": task_id, "epoch": epoch, "paths": paths, "mode": mode}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Reservation)

    async def list_reservations(
        self,
        *,
        path: str | None = None,
        task_id: str | None = None,
        agent: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.ReservationPage:
        """Who holds which paths; with `path` only those that touch it.

        Args:
            path: Only those that touch this path, or any that this glob matches.
            task_id: T- and a number, unique in the project and never used again.
            agent: Held by this agent.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listReservations",
            method="GET",
            path="/v1/reservations",
            query=query_of(
                {
                    "path": path,
                    "taskId": task_id,
                    "agent": agent,
                    "cursor": cursor,
                    "limit": limit,
                    "project": project,
                }
            ),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.ReservationPage)

    async def release_reservation(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.Reservation:
        """Give a hold on paths back before its claim ends; for its agent and leads.

        Raises InvalidInput.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="releaseReservation",
            method="DELETE",
            path=f"/v1/reservations/{segment(id)}",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.Reservation)

    async def list_reviews(
        self,
        *,
        mine: bool | None = None,
        task_id: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.ReviewPage:
        """The review queue, oldest first; with taskId every round of one task.

        Args:
            mine: Only those that the caller may decide.
            task_id: T- and a number, unique in the project and never used again.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listReviews",
            method="GET",
            path="/v1/reviews",
            query=query_of({"mine": mine, "taskId": task_id, "cursor": cursor, "limit": limit, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.ReviewPage)

    async def claim_review(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.ReviewClaim:
        """Take a review in hand: a lease with an epoch, renewed by the heartbeat of the session.

        Raises AgentPaused, NotClaimable, StaleReview, TaskHeld, WipLimit.

        Args:
            id: The id of a review, `rev_…`.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="claimReview",
            method="POST",
            path=f"/v1/reviews/{segment(id)}/claim",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.ReviewClaim)

    async def decide_review(
        self,
        id: str,
        *,
        revision: int,
        decision: Literal["approve", "request_changes"] | str,
        epoch: int | NotGiven = NOT_GIVEN,
        note: str | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.ReviewDecision:
        """Approve a revision, or request changes with a note; with the epoch of a claim, or without while nobody has it in
        hand.

        Raises LeaseLost, StaleReview, TaskHeld, InvalidInput.

        Args:
            id: The id of a review, `rev_…`.
            revision: The revision that was looked at.
            epoch: What the claim gave; absent: a decision without a claim, while nobody else has it in hand.
            note: Demanded when changes are requested.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="decideReview",
            method="POST",
            path=f"/v1/reviews/{segment(id)}/decide",
            query=query_of({"project": project}),
            body=body_of({"revision": revision, "decision": decision, "epoch": epoch, "note": note}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.ReviewDecision)

    async def release_review(
        self,
        id: str,
        *,
        epoch: int,
        reason: str,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Review:
        """Give a review back undecided; a lead may do that over the head of whoever has it.

        Raises LeaseLost, StaleReview.

        Args:
            id: The id of a review, `rev_…`.
            epoch: The fencing token that the claim gave: the task's epoch.
            reason: Why, for the people and agents who read it later.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="releaseReview",
            method="POST",
            path=f"/v1/reviews/{segment(id)}/release",
            query=query_of({"project": project}),
            body=body_of({"epoch": epoch, "reason": reason}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Review)

    async def start_session(
        self,
        *,
        harness: str | NotGiven = NOT_GIVEN,
        host: str | NotGiven = NOT_GIVEN,
        pid: int | None | NotGiven = NOT_GIVEN,
        sdk_version: str | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Session:
        """Start a session: one incarnation of the agent's process.

        Args:
            harness: What runs the agent, for people: `langchain`, `claude-code`.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="startSession",
            method="POST",
            path="/v1/sessions",
            query=query_of({"project": project}),
            body=body_of({"harness": harness, "host": host, "pid": pid, "sdkVersion": sdk_version}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Session)

    async def end_session(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.SessionEnded:
        """End a session and give back what it holds.

        Args:
            id: A session id, or `current`: the session of this call.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="endSession",
            method="DELETE",
            path=f"/v1/sessions/{segment(id)}",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.SessionEnded)

    async def heartbeat(
        self,
        id: str,
        *,
        leases: Sequence[models.HeartbeatLease] | NotGiven = NOT_GIVEN,
        inbox_seen: int | NotGiven = NOT_GIVEN,
        reviews: Sequence[models.HeartbeatReview] | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.HeartbeatResult:
        """Renew all leases of a session in one call; `current` is the session of the call.

        Args:
            id: A session id, or `current`: the session of this call.
            inbox_seen: The number up to which the process has received its inbox: senders then see `delivered`.
            reviews: The reviews in hand, which are leases too.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="heartbeat",
            method="POST",
            path=f"/v1/sessions/{segment(id)}/heartbeat",
            query=query_of({"project": project}),
            body=body_of({"leases": leases, "inboxSeen": inbox_seen, "reviews": reviews}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.HeartbeatResult)

    async def get_snapshot(
        self,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.Snapshot:
        """One consistent look at the project, with the cursor to follow it from.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getSnapshot",
            method="GET",
            path="/v1/snapshot",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.Snapshot)

    async def get_summary(
        self,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.Summary:
        """The numbers of a project at one moment.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getSummary",
            method="GET",
            path="/v1/summary",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.Summary)

    async def create_task(
        self,
        *,
        title: str,
        brief: str | NotGiven = NOT_GIVEN,
        priority: int | NotGiven = NOT_GIVEN,
        labels: Sequence[str] | NotGiven = NOT_GIVEN,
        requires: Sequence[str] | NotGiven = NOT_GIVEN,
        depends_on: Sequence[str] | NotGiven = NOT_GIVEN,
        paths: Sequence[str] | NotGiven = NOT_GIVEN,
        acceptance: Sequence[str] | NotGiven = NOT_GIVEN,
        assignee: str | None | NotGiven = NOT_GIVEN,
        reviewer: str | NotGiven = NOT_GIVEN,
        reviews_required: int | NotGiven = NOT_GIVEN,
        lease_ttl_seconds: int | NotGiven = NOT_GIVEN,
        max_attempts: int | NotGiven = NOT_GIVEN,
        not_before: datetime | str | None | NotGiven = NOT_GIVEN,
        due_at: datetime | str | None | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Create a task; a title is enough.

        Raises InvalidInput.

        Args:
            brief: What is to be done, in Markdown.
            priority: 0 is the most urgent.
            requires: Capabilities that an agent must have to claim it.
            depends_on: Tasks that must be done first.
            paths: Globs of what the work touches, relative to the root of the repository. Whoever claims it holds them.
            acceptance: Criteria that the submission answers one by one.
            reviewer: `any`, `none`, or the name of the agent that must review it.
            not_before: Not claimable before this moment.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="createTask",
            method="POST",
            path="/v1/tasks",
            query=query_of({"project": project}),
            body=body_of(
                {
                    "title": title,
                    "brief": brief,
                    "priority": priority,
                    "labels": labels,
                    "requires": requires,
                    "dependsOn": depends_on,
                    "paths": paths,
                    "acceptance": acceptance,
                    "assignee": assignee,
                    "reviewer": reviewer,
                    "reviewsRequired": reviews_required,
                    "leaseTtlSeconds": lease_ttl_seconds,
                    "maxAttempts": max_attempts,
                    "notBefore": not_before,
                    "dueAt": due_at,
                }
            ),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Task)

    async def list_tasks(
        self,
        *,
        status: models.TaskStatus | None = None,
        label: str | None = None,
        agent: str | None = None,
        q: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.TaskPage:
        """List tasks by number: all, or those that a search means.

        Args:
            label: A name: lower-case letters, digits, dot, dash, underscore.
            agent: Held by this agent.
            q: A search: `status:doing agent:scout -label:docs is:stuck updated:<10m some words`. What else is given must
                hold as well.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listTasks",
            method="GET",
            path="/v1/tasks",
            query=query_of(
                {
                    "status": status,
                    "label": label,
                    "agent": agent,
                    "q": q,
                    "cursor": cursor,
                    "limit": limit,
                    "project": project,
                }
            ),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.TaskPage)

    async def create_tasks(
        self,
        *,
        tasks: Sequence[models.TaskBatchItem],
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.TaskBatch:
        """Create many tasks, all or none; they may depend on each other by ref.

        Raises Cycle, InvalidInput.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="createTasks",
            method="POST",
            path="/v1/tasks/batch",
            query=query_of({"project": project}),
            body=body_of({"tasks": tasks}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.TaskBatch)

    async def claim_next_task(
        self,
        *,
        count: int | NotGiven = NOT_GIVEN,
        labels: Sequence[str] | NotGiven = NOT_GIVEN,
        wait_seconds: int | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.ClaimNextResult:
        """Claim the next task by priority, then age; may wait up to 25 s for one.

        Raises AgentPaused, NotClaimable, WipLimit.

        Args:
            labels: Only tasks that have at least one of these labels; empty: any task.
            wait_seconds: Wait so long for a task when there is none.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="claimNextTask",
            method="POST",
            path="/v1/tasks/claim-next",
            query=query_of({"project": project}),
            body=body_of({"count": count, "labels": labels, "waitSeconds": wait_seconds}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.ClaimNextResult)

    async def get_task(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.TaskDetail:
        """One task with its attempts, notes, reviews, comments and orphan results.

        Args:
            id: T- and a number, unique in the project and never used again.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getTask",
            method="GET",
            path=f"/v1/tasks/{segment(id)}",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.TaskDetail)

    async def update_task(
        self,
        id: str,
        *,
        if_match: int | str,
        title: str | NotGiven = NOT_GIVEN,
        brief: str | NotGiven = NOT_GIVEN,
        priority: int | NotGiven = NOT_GIVEN,
        labels: Sequence[str] | NotGiven = NOT_GIVEN,
        requires: Sequence[str] | NotGiven = NOT_GIVEN,
        depends_on: Sequence[str] | NotGiven = NOT_GIVEN,
        paths: Sequence[str] | NotGiven = NOT_GIVEN,
        acceptance: Sequence[str] | NotGiven = NOT_GIVEN,
        assignee: str | None | NotGiven = NOT_GIVEN,
        reviewer: str | NotGiven = NOT_GIVEN,
        not_before: datetime | str | None | NotGiven = NOT_GIVEN,
        due_at: datetime | str | None | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Change fields of a task, based on the version in If-Match.

        Raises Cycle, PathsReserved, VersionConflict, InvalidInput, EpochRequired.

        Args:
            id: T- and a number, unique in the project and never used again.
            if_match: The `version` that the change is based on, bare or quoted; weak validators are refused.
            brief: What is to be done, in Markdown.
            priority: 0 is the most urgent.
            requires: Capabilities that an agent must have to claim it.
            depends_on: Tasks that must be done first.
            paths: Globs of what the work touches, relative to the root of the repository. Whoever claims it holds them.
            acceptance: Criteria that the submission answers one by one.
            reviewer: `any`, `none`, or the name of the agent that must review it.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="updateTask",
            method="PATCH",
            path=f"/v1/tasks/{segment(id)}",
            query=query_of({"project": project}),
            body=body_of(
                {
                    "title": title,
                    "brief": brief,
                    "priority": priority,
                    "labels": labels,
                    "requires": requires,
                    "dependsOn": depends_on,
                    "paths": paths,
                    "acceptance": acceptance,
                    "assignee": assignee,
                    "reviewer": reviewer,
                    "notBefore": not_before,
                    "dueAt": due_at,
                }
            ),
            headers=headers_of({"If-Match": if_match, "Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Task)

    async def attach_artifact(
        self,
        id: str,
        name: str,
        *,
        content: bytes,
        epoch: int | None = None,
        content_type: str = "application/octet-stream",
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.Artifact:
        """Attach a file to a task, or replace it; for the holder with its epoch, and for leads. Renews the lease.

        Raises LeaseLost, InvalidInput, EpochRequired.

        Args:
            id: T- and a number, unique in the project and never used again.
            name: A file name, safe on every system: letters, digits, dot, dash, underscore.
            content: The bytes as they are.
            epoch: The epoch that the claim gave. Leads may leave it out.
            content_type: What the bytes are.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="attachArtifact",
            method="PUT",
            path=f"/v1/tasks/{segment(id)}/artifacts/{segment(name)}",
            query=query_of({"epoch": epoch, "project": project}),
            body=content,
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
            content_type=content_type,
        )
        return await self._transport.call(call, models.Artifact)

    async def get_artifact(
        self,
        id: str,
        name: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> bytes:
        """The content of an artifact, to be saved and never shown by a browser.

        Args:
            id: T- and a number, unique in the project and never used again.
            name: A file name, safe on every system: letters, digits, dot, dash, underscore.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getArtifact",
            method="GET",
            path=f"/v1/tasks/{segment(id)}/artifacts/{segment(name)}",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, bytes)

    async def block_task(
        self,
        id: str,
        *,
        epoch: int,
        kind: models.BlockKind,
        reason: str,
        waiting_on: models.WaitingOn | NotGiven = NOT_GIVEN,
        until: datetime | str | NotGiven = NOT_GIVEN,
        options: Sequence[str] | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Say that a held task cannot go on, and give it back until what it waits for has come.

        Raises Cycle, LeaseLost, InvalidInput.

        Args:
            id: T- and a number, unique in the project and never used again.
            epoch: The fencing token that the claim gave: the task's epoch.
            reason: What stands in the way; for a question the question.
            waiting_on: A dependency names a task; a question without it goes to the leads.
            until: Not before this moment; then it can be claimed again, whatever it waits for.
            options: Answers to choose from; for a question.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="blockTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/block",
            query=query_of({"project": project}),
            body=body_of(
                {
                    "epoch": epoch,
                    "kind": kind,
                    "reason": reason,
                    "waitingOn": waiting_on,
                    "until": until,
                    "options": options,
                }
            ),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Task)

    async def cancel_task(
        self,
        id: str,
        *,
        reason: str,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Cancel a task that is not finished; for leads and its creator.

        Raises InvalidInput.

        Args:
            id: T- and a number, unique in the project and never used again.
            reason: Why, for the people and agents who read it later.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="cancelTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/cancel",
            query=query_of({"project": project}),
            body=body_of({"reason": reason}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Task)

    async def claim_task(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.ClaimResult:
        """Claim one task for the calling session.

        Raises AgentPaused, NotClaimable, TaskHeld, WipLimit.

        Args:
            id: T- and a number, unique in the project and never used again.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="claimTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/claim",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.ClaimResult)

    async def comment_on_task(
        self,
        id: str,
        *,
        body: str,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Comment:
        """Say something about a task.

        Args:
            id: T- and a number, unique in the project and never used again.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="commentOnTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/comments",
            query=query_of({"project": project}),
            body=body_of({"body": body}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Comment)

    async def explain_task(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.TaskExplanation:
        """Why a task does not move, and who or what can move it, by name; with what it waits for.

        Args:
            id: T- and a number, unique in the project and never used again.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="explainTask",
            method="GET",
            path=f"/v1/tasks/{segment(id)}/explain",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.TaskExplanation)

    async def check_fence(
        self,
        id: str,
        *,
        epoch: int,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.Fence:
        """Whether an epoch is still the current one, for merge checks and other programs outside.

        Args:
            id: T- and a number, unique in the project and never used again.
            epoch: The fencing token that the claim gave: the task's epoch.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="checkFence",
            method="GET",
            path=f"/v1/tasks/{segment(id)}/fence",
            query=query_of({"epoch": epoch, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.Fence)

    async def force_release_task(
        self,
        id: str,
        *,
        reason: str,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Take a task from its holder.

        Raises InvalidInput.

        Args:
            id: T- and a number, unique in the project and never used again.
            reason: Why, for the people and agents who read it later.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="forceReleaseTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/force-release",
            query=query_of({"project": project}),
            body=body_of({"reason": reason}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Task)

    async def get_task_history(
        self,
        id: str,
        *,
        after: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.EventPage:
        """The events of one task.

        Raises CursorExpired, LogReset.

        Args:
            id: T- and a number, unique in the project and never used again.
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="getTaskHistory",
            method="GET",
            path=f"/v1/tasks/{segment(id)}/history",
            query=query_of({"after": after, "limit": limit, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.EventPage)

    async def progress_task(
        self,
        id: str,
        *,
        epoch: int,
        note: str,
        percent: int | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.ProgressResult:
        """Note progress on a held task; renews its lease.

        Raises LeaseLost.

        Args:
            id: T- and a number, unique in the project and never used again.
            epoch: The fencing token that the claim gave: the task's epoch.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="progressTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/progress",
            query=query_of({"project": project}),
            body=body_of({"epoch": epoch, "note": note, "percent": percent}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.ProgressResult)

    async def release_task(
        self,
        id: str,
        *,
        epoch: int,
        reason: str,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Give a held task back.

        Raises LeaseLost.

        Args:
            id: T- and a number, unique in the project and never used again.
            epoch: The fencing token that the claim gave: the task's epoch.
            reason: Why, for the people and agents who read it later.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="releaseTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/release",
            query=query_of({"project": project}),
            body=body_of({"epoch": epoch, "reason": reason}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Task)

    async def reopen_task(
        self,
        id: str,
        *,
        reason: str,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Bring an ended task back to todo; for leads and its creator.

        Raises InvalidInput.

        Args:
            id: T- and a number, unique in the project and never used again.
            reason: Why, for the people and agents who read it later.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="reopenTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/reopen",
            query=query_of({"project": project}),
            body=body_of({"reason": reason}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Task)

    async def submit_task(
        self,
        id: str,
        *,
        epoch: int,
        summary: str,
        evidence: Sequence[models.EvidenceInput] | NotGiven = NOT_GIVEN,
        answers: Sequence[models.AnswerInput] | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Hand in the work of a held task; a summary is enough.

        Raises LeaseLost, InvalidInput.

        Args:
            id: T- and a number, unique in the project and never used again.
            epoch: The fencing token that the claim gave: the task's epoch.
            answers: One for each acceptance criterion.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="submitTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/submit",
            query=query_of({"project": project}),
            body=body_of({"epoch": epoch, "summary": summary, "evidence": evidence, "answers": answers}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Task)

    async def take_over_task(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.ClaimResult:
        """Move a claim from an older session of the same agent to this one.

        Raises NotClaimable, TaskHeld, InvalidInput.

        Args:
            id: T- and a number, unique in the project and never used again.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="takeOverTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/takeover",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.ClaimResult)

    async def unblock_task(
        self,
        id: str,
        *,
        answer: str | NotGiven = NOT_GIVEN,
        epoch: int | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.Task:
        """Answer what a blocked task waits for, or say that it need not wait; the next holder reads the answer.

        Raises VersionConflict, InvalidInput.

        Args:
            id: T- and a number, unique in the project and never used again.
            answer: The answer to a question, or what the next holder should know.
            epoch: The `blocked.epoch` that was read, so that no answer meets another question.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="unblockTask",
            method="POST",
            path=f"/v1/tasks/{segment(id)}/unblock",
            query=query_of({"project": project}),
            body=body_of({"answer": answer, "epoch": epoch}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.Task)

    async def list_tokens(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.TokenPage:
        """List tokens, without their secrets.

        Args:
            limit: How many items at most.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="listTokens",
            method="GET",
            path="/v1/tokens",
            query=query_of({"cursor": cursor, "limit": limit, "project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.TokenPage)

    async def create_token(
        self,
        *,
        label: str,
        agent: str | None | NotGiven = NOT_GIVEN,
        role: Literal["viewer", "admin"] | str | NotGiven = NOT_GIVEN,
        expires_at: datetime | str | None | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.TokenCreated:
        """Create a token; it comes back this once.

        Raises InvalidInput.

        Args:
            label: A name: lower-case letters, digits, dot, dash, underscore.
            agent: A further token for this agent; null: a token of its own, with `role`.
            role: For a token of its own: `viewer` sees one project, `admin` may all.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="createToken",
            method="POST",
            path="/v1/tokens",
            query=query_of({"project": project}),
            body=body_of({"label": label, "agent": agent, "role": role, "expiresAt": expires_at}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.TokenCreated)

    async def revoke_token(
        self,
        id: str,
        *,
        project: str | None = None,
        session: str | None = None,
        timeout: float | None = None,
    ) -> models.TokenInfo:
        """Revoke a token; its open sockets close within a second.

        Args:
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="revokeToken",
            method="DELETE",
            path=f"/v1/tokens/{segment(id)}",
            query=query_of({"project": project}),
            headers=headers_of({"Baton-Session": session}),
            timeout_s=timeout,
        )
        return await self._transport.call(call, models.TokenInfo)

    async def wait(
        self,
        *,
        cursor: str | NotGiven = NOT_GIVEN,
        wait_seconds: int | NotGiven = NOT_GIVEN,
        kinds: Sequence[models.NewsKind] | NotGiven = NOT_GIVEN,
        labels: Sequence[str] | NotGiven = NOT_GIVEN,
        project: str | None = None,
        session: str | None = None,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> models.WaitResult:
        """Wait up to 25 s for what concerns this agent next: a task that it could claim, a message, a review to do, a
        decision on its work, a cancelled or lost task. Claims nothing.

        Raises CursorExpired, LogReset.

        Args:
            cursor: `cursor` of the answer before, or any cursor of the log: only what came after it counts. Absent: what
                is there now counts too.
            kinds: Only these kinds of news; empty: all.
            labels: Of tasks, only those with at least one of these labels; empty: any.
            project: The project of the call, for tokens that may see several; absent: the token's own, else `main`.
            session: The session that the call comes from; absent: the token's standing session.
            idempotency_key: A repeat with the same key and the same request gets the stored reply; kept for 24 hours.
            timeout: In seconds; None: as the client is set.
        """
        call = Call(
            operation_id="wait",
            method="POST",
            path="/v1/wait",
            query=query_of({"project": project}),
            body=body_of({"cursor": cursor, "waitSeconds": wait_seconds, "kinds": kinds, "labels": labels}),
            headers=headers_of({"Baton-Session": session}),
            has_idempotency=True,
            idempotency_key=idempotency_key,
            timeout_s=timeout,
            content_type="application/json",
        )
        return await self._transport.call(call, models.WaitResult)
