import { and, asc, eq, exists, getTableColumns, lte, notExists, or, sql } from 'drizzle-orm';
import type { Schema } from '../schema.ts';
import { partOf } from '../schema-parts.ts';
import { given, givenAll, many, one, param, type QueryBuilder, run } from './query.ts';

/** Artifacts and the bytes that are kept for them: reading. */
export function artifactReads(db: QueryBuilder, { artifacts, blobs }: Schema) {
  const ofTask = and(eq(artifacts.project, param('project')), eq(artifacts.task, param('number')));
  return {
    findArtifact: one(
      db
        .select()
        .from(artifacts)
        .where(and(ofTask, eq(artifacts.name, param('name')))),
    ),
    listArtifacts: many(db.select().from(artifacts).where(ofTask).orderBy(asc(artifacts.name)).limit(param('limit'))),
    listIdleBlobs: many(
      db
        .select()
        .from(blobs)
        .where(and(partOf.idleBlobs(blobs), lte(blobs.idleSince, param('before'))))
        .orderBy(asc(blobs.idleSince))
        .limit(param('limit')),
    ),
  };
}

/** Artifacts and the bytes that are kept for them: writing. */
export function artifactWrites(db: QueryBuilder, schema: Schema) {
  return { ...rowWrites(db, schema), ...blobWrites(db, schema) };
}

function rowWrites(db: QueryBuilder, { artifacts, artifactTotals, tasks }: Schema) {
  const { project, task, name, ...replaced } = getTableColumns(artifacts);
  const more = sql`${artifactTotals.bytes} + ${given(artifactTotals.bytes, 'bytes')}`;
  return {
    putArtifact: run(
      db
        .insert(artifacts)
        .values(givenAll(getTableColumns(artifacts)))
        .onConflictDoUpdate({ target: [project, task, name], set: givenAll(replaced) }),
    ),
    countArtifact: run(
      db
        .update(tasks)
        .set({ attached: sql`${tasks.attached} + 1` })
        .where(
          and(
            eq(tasks.project, param('project')),
            eq(tasks.number, param('number')),
            sql`${tasks.attached} < ${given(tasks.attached, 'max')}`,
          ),
        ),
    ),
    insertArtifactTotal: run(
      db
        .insert(artifactTotals)
        .values(givenAll(getTableColumns(artifactTotals)))
        .onConflictDoNothing(),
    ),
    addArtifactBytes: run(
      db
        .update(artifactTotals)
        .set({ bytes: more })
        .where(and(eq(artifactTotals.project, param('project')), sql`${more} <= ${given(artifactTotals.bytes, 'max')}`)),
    ),
  };
}

// Each of these decides by what stands in the row of the blob itself, which others change at the same moment: a database looks at that
// again when it had to wait for the row, but not at what a sub-select found before.
function blobWrites(db: QueryBuilder, { artifacts, blobs }: Schema) {
  const { size, idleSince } = blobs;
  const named = eq(blobs.sha256, param('sha256'));
  const idleLong = lte(blobs.idleSince, param('before'));
  const users = db.select({ sha256: artifacts.sha256 }).from(artifacts).where(eq(artifacts.sha256, blobs.sha256));
  return {
    keepBlob: run(
      db
        .insert(blobs)
        .values({ ...givenAll({ sha256: blobs.sha256, size, idleSince }), doomed: false })
        .onConflictDoUpdate({ target: [blobs.sha256], set: { ...givenAll({ idleSince }), doomed: false } }),
    ),
    useBlob: run(
      db
        .update(blobs)
        .set({ idleSince: null })
        .where(and(named, sql`not ${blobs.doomed}`)),
    ),
    idleBlob: run(db.update(blobs).set(givenAll({ idleSince })).where(named)),
    doomBlob: run(
      db
        .update(blobs)
        .set({ doomed: true })
        .where(and(named, or(sql`${blobs.doomed}`, idleLong), notExists(users))),
    ),
    dropBlob: run(db.delete(blobs).where(and(named, sql`${blobs.doomed}`, notExists(users)))),
    reuseBlob: run(
      db
        .update(blobs)
        .set({ idleSince: null })
        .where(and(named, idleLong, exists(users))),
    ),
  };
}
