/** Calm paper and ink, as the dashboard's; in both of a reader's colour schemes. */
export const REFERENCE_STYLE = `
:root { color-scheme: light dark; --bg: #F6F7F4; --surface: #FFFFFF; --border: #D5DAD2; --text: #181D19; --text2: #454E47; --accent: #2C4FB8; }
@media (prefers-color-scheme: dark) { :root { --bg: #0F1311; --surface: #161B18; --border: #2D3631; --text: #E7ECE8; --text2: #B3BDB6; --accent: #94ABFF; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); font: 14px/20px system-ui, sans-serif; display: grid; grid-template-columns: 200px minmax(0, 1fr); }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding: 24px 16px; }
nav a { display: block; padding: 4px 0; }
main { max-width: 1000px; padding: 24px 24px 96px; }
h1 { font-size: 16px; line-height: 24px; margin: 0 0 16px; } h1 small { color: var(--text2); font-weight: 400; }
h2 { font-size: 20px; line-height: 28px; margin: 32px 0 4px; }
a { color: var(--accent); } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
details { background: var(--surface); border: 1px solid var(--border); border-radius: 6px; margin: 8px 0; padding: 0 12px; }
summary { cursor: pointer; padding: 8px 0; } summary span { color: var(--text2); margin-left: 8px; } summary i { float: right; color: var(--text2); }
summary b { display: inline-block; min-width: 52px; font-size: 12px; }
code, pre { font: 12px/16px ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; margin: 0 0 12px; } caption { text-align: left; font-weight: 600; padding: 4px 0; }
th, td { text-align: left; vertical-align: top; border-top: 1px solid var(--border); padding: 4px 8px 4px 0; font-weight: 400; } th { font-family: ui-monospace, monospace; font-size: 12px; white-space: nowrap; }
@media (max-width: 700px) { body { display: block; } nav { position: static; padding-bottom: 0; } nav a { display: inline-block; margin-right: 12px; } main { padding: 0 16px 64px; } summary i { float: none; } }
`;
