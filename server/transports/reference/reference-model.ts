import { z } from 'zod';

// What the reference shows of the OpenAPI document, which is our own: a part that is not as it says is a fault of ours.

const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
});
export type Schema = z.infer<typeof Schema>;

const Parameter = z.looseObject({
  name: z.string().optional(),
  in: z.string().optional(),
  required: z.boolean().optional(),
  description: z.string().optional(),
  schema: Schema.optional(),
});

const Body = z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: Schema.optional() })) });

const Endpoint = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  tags: z.tuple([z.string()]),
  'x-baton-role': z.string().optional(),
  parameters: z.array(z.union([z.object({ $ref: z.string() }), Parameter])).default([]),
  requestBody: Body.optional(),
  responses: z.record(z.string(), z.looseObject({ $ref: z.string().optional(), content: Body.shape.content.optional() })),
});
export type Endpoint = z.infer<typeof Endpoint>;

export const ReferenceDocument = z.looseObject({
  info: z.looseObject({ title: z.string(), version: z.string(), description: z.string() }),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), Endpoint)),
  components: z.looseObject({ schemas: z.record(z.string(), z.looseObject({})) }),
});
export type ReferenceDocument = z.infer<typeof ReferenceDocument>;

export interface Listed {
  readonly method: string;
  readonly path: string;
  readonly endpoint: Endpoint;
}

/** All endpoints of a tag, in the order of their paths. */
export function endpointsOf(document: ReferenceDocument, tag: string): Listed[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, endpoint]) => endpoint.tags[0] === tag)
      .map(([method, endpoint]) => ({ method: method.toUpperCase(), path, endpoint })),
  );
}

/** The name at the end of a reference into the document. */
export function nameOf(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}
