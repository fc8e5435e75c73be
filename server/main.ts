#!/usr/bin/env node
// The first thing to run, and so the thing that must run on any Node: it imports nothing of ours before it knows that the
// native parts can be loaded. Below Node-API 10 better-sqlite3 does not fail, it takes the process down.
const NODE_API_NEEDED = 10;

if (Number(process.versions.napi) < NODE_API_NEEDED) {
  process.stderr.write(
    `Batonpass needs Node 22.14 or later; this is ${process.version}.\n` +
      'In a checkout, `npm start` uses the right one by itself; elsewhere install Node 24.\n',
  );
  process.exit(1);
}

const argv = process.argv.slice(2);
if (argv[0] === 'migrate') {
  const { migrate } = await import('./migrate.ts');
  await migrate(argv.slice(1));
} else if (argv[0] === 'link') {
  const { link } = await import('./link.ts');
  await link(argv.slice(1));
} else {
  const { serve } = await import('./serve.ts');
  await serve(argv);
}

export {};
