// A report as JSON on standard input (src/platform/documents/report.h) becomes a tagged PDF (PDF/UA-1) on standard output.
// The words of the report reach Typst as data, never as markup.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";

const here = dirname(fileURLToPath(import.meta.url));
const report = JSON.parse(readFileSync(0, "utf8"));
function pdf(content) {
  const compiler = NodeCompiler.create({ workspace: here, inputs: { report: JSON.stringify(content) } });
  if (content.logo) compiler.mapShadow(`${here}/logo.png`, Buffer.from(content.logo, "base64"));
  return compiler.pdf({ mainFileContent: readFileSync(`${here}/report.typ`, "utf8") }, { pdfStandard: "ua-1" });
}
// A logo that is no whole picture costs the logo, not the report.
function made() {
  if (!report.logo) return pdf(report);
  try {
    return pdf(report);
  } catch {
    return pdf({ ...report, logo: "" });
  }
}
writeFileSync(1, made());
