// Every `kusto` block of the page, read by Microsoft's parser; the first fault ends it with 1.
const fs = require('fs');
require('@kusto/language-service-next/bridge.min.js');
require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');

const page = fs.readFileSync(process.argv[2], 'utf8');
const blocks = [...page.matchAll(/^```kusto\n([^]*?)^```/gm)].map((match) => match[1]);
let faults = 0;
for (const block of blocks) {
  const code = Kusto.Language.KustoCode.Parse(block);
  const found = code.GetSyntaxDiagnostics ? code.GetSyntaxDiagnostics() : code.GetDiagnostics();
  for (let i = 0; i < found.Count; i++) {
    const fault = found.getItem(i);
    console.error(`KQL: ${fault.Message} at ${fault.Start} in\n${block}`);
    faults++;
  }
}
if (blocks.length === 0 || faults > 0) process.exit(1);
console.log(`KQL: ${blocks.length} searches read`);
