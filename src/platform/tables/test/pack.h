// Spreadsheets for tests, packed as programs pack them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/support/zip.h"

namespace tenzij::testing {

// A workbook of sheets given as the XML inside <worksheet>; with styles and shared texts as the XML inside theirs.
struct Workbook {
  std::vector<std::pair<std::string, std::string>> sheets{};  // name and attributes as `name" state="hidden`, content
  std::string styles{};
  std::string shared{};
  std::string properties{};
};

inline std::string xlsx(const Workbook& book) {
  const std::string main = R"(xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")";
  const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  std::string sheets;
  std::string relations;
  Parts parts;
  for (std::size_t i = 0; i < book.sheets.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    sheets += "<sheet name=\"" + book.sheets[i].first + "\" sheetId=\"" + number + "\" r:id=\"rId" + number + "\"/>";
    relations += "<Relationship Id=\"rId" + number + "\" Type=\"" + office + "/worksheet\" Target=\"worksheets/sheet" + number + ".xml\"/>";
    parts.emplace_back("xl/worksheets/sheet" + number + ".xml", "<worksheet " + main + ">" + book.sheets[i].second + "</worksheet>");
  }
  relations += "<Relationship Id=\"rIdS\" Type=\"" + office + "/styles\" Target=\"styles.xml\"/>";
  relations += "<Relationship Id=\"rIdT\" Type=\"" + office + "/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>";
  parts.emplace_back("xl/styles.xml", "<styleSheet " + main + ">" + book.styles + "</styleSheet>");
  parts.emplace_back("xl/sharedStrings.xml", "<sst " + main + ">" + book.shared + "</sst>");
  parts.emplace_back(
      "xl/_rels/workbook.xml.rels",
      R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)" + relations + "</Relationships>");
  parts.emplace_back("xl/workbook.xml",
                     "<workbook " + main + " xmlns:r=\"" + office + "\">" + book.properties + "<sheets>" + sheets + "</sheets></workbook>");
  parts.emplace_back("_rels/.rels",
                     R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type=")" +
                         office + R"(/officeDocument" Target="xl/workbook.xml"/></Relationships>)");
  return zip(parts);
}

inline std::string row(int number, const std::string& cells) { return "<row r=\"" + std::to_string(number) + "\">" + cells + "</row>"; }
inline std::string words(const std::string& at, const std::string& text) {
  return "<c r=\"" + at + R"(" t="inlineStr"><is><t xml:space="preserve">)" + text + "</t></is></c>";
}
inline std::string number(const std::string& at, const std::string& value, int style = 0) {
  return "<c r=\"" + at + "\" s=\"" + std::to_string(style) + "\"><v>" + value + "</v></c>";
}

}  // namespace tenzij::testing
