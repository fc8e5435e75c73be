/** Where the server listens, once it does: with port 0 nobody knows before. */
export interface BoundAddress {
  readonly host: string;
  readonly port: number;
}

export interface HttpConfig {
  /** Shown by /healthz. */
  readonly version: string;
  /** Further names under which the server may be addressed, `host[:port]` exactly as clients send it (SPEC SE2). */
  readonly extraHosts: readonly string[];
  /** Whether a proxy with TLS stands in front: pages under the further names then come over https. */
  readonly behindProxy: boolean;
  readonly limits?: Partial<HttpLimits> | undefined;
}

/** Every limit of the HTTP door, each with its own clear error (SPEC SE6). */
export interface HttpLimits {
  readonly bodyMaxBytes: number;
  readonly jsonMaxDepth: number;
  readonly headersTimeoutMs: number;
  /** How long a request may take to arrive, headers and body together. */
  readonly requestTimeoutMs: number;
  readonly headersMaxBytes: number;
  readonly headersMaxCount: number;
  /** How long an idle connection is kept for its next request. */
  readonly keepAliveMs: number;
  /** Requests of one token, on average and at once. */
  readonly requestsPerSecond: number;
  readonly requestsBurst: number;
  readonly batchMaxCalls: number;
  readonly streamsPerToken: number;
  readonly streamsPerSocket: number;
  /** How often the tokens of open sockets are looked at again, for those that expire. */
  readonly tokenCheckMs: number;
  /** Sockets that have not yet said whose they are. */
  readonly unprovenSocketsMax: number;
  readonly socketAuthTimeoutMs: number;
  readonly socketPingMs: number;
  /** How much may wait in the server for one reader. */
  readonly socketBufferMaxBytes: number;
  /** How long that much may wait before the reader is cut off. */
  readonly slowConsumerMs: number;
  readonly bookmarkMs: number;
  /** All of a drain together; the rest of the ten seconds of SPEC DU6 belongs to the storage. */
  readonly drainMs: number;
}
