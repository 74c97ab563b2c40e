// A report as JSON on standard input (src/platform/documents/report.h) becomes a tagged PDF (PDF/UA-1) on standard output.
// The words of the report reach Typst as data, never as markup.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";

const here = dirname(fileURLToPath(import.meta.url));
const compiler = NodeCompiler.create({ workspace: here, inputs: { report: readFileSync(0, "utf8") } });
const pdf = compiler.pdf({ mainFileContent: readFileSync(`${here}/report.typ`, "utf8") }, { pdfStandard: "ua-1" });
writeFileSync(1, pdf);
