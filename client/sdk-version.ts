/** What a session tells the server of this client. The version is that of the package; a test compares them. */
export const SDK_VERSION = 'typescript/0.1.0';
