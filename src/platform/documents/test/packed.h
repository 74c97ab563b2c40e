// Office files and PDFs made in a test.
#pragma once

#include <string>
#include <vector>

#include "tests/support/zip.h"

namespace tenzij::documents::testing {

using tenzij::testing::Parts;

inline std::string zip_of(const Parts& parts) { return tenzij::testing::zip(parts); }

inline std::string word_relations(const std::string& main) {
  return R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" )"
         R"(Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target=")" +
         main + R"("/></Relationships>)";
}

// `more`: parts beside the main one, each related to it by its name ("styles", "numbering", "footnotes").
inline std::string docx_of(const std::string& body, const Parts& more = {}, const std::string& main = "word/document.xml") {
  std::string related = R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
  Parts parts{{"[Content_Types].xml", "<Types/>"}, {"_rels/.rels", word_relations(main)}};
  const std::string folder = main.substr(0, main.rfind('/') + 1);
  for (const auto& [name, content] : more) {
    parts.emplace_back(folder + name + ".xml", content);
    related += R"(<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/)" + name +
               R"(" Target=")" + name + R"(.xml"/>)";
  }
  parts.emplace_back(folder + "_rels/" + main.substr(folder.size()) + ".rels", related + "</Relationships>");
  parts.emplace_back(main, R"(<?xml version="1.0"?><w:document xmlns:w="w" xmlns:mc="mc"><w:body>)" + body + "</w:body></w:document>");
  return zip_of(parts);
}

inline std::string paragraph(const std::string& text, const std::string& properties = {}) {
  return "<w:p><w:pPr>" + properties + "</w:pPr><w:r><w:t>" + text + "</w:t></w:r></w:p>";
}

inline std::string odt_of(const std::string& body, const std::string& styles = {}) {
  return zip_of({{"content.xml", "<office:document-content><office:automatic-styles>" + styles +
                                     "</office:automatic-styles><office:body><office:text>" + body +
                                     "</office:text></office:body></office:document-content>"},
                 {"mimetype", "application/vnd.oasis.opendocument.text"}});
}

// A PDF of pages with drawing operators; /F is Helvetica.
inline std::string pdf_of(const std::vector<std::string>& pages, const std::string& page_words = {}) {
  std::vector<std::string> objects{"<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
  std::string kids;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    kids += std::to_string(4 + 2 * i) + " 0 R ";
    objects.push_back("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] " + page_words +
                      " /Resources << /Font << /F 3 0 R >> >> /Contents " + std::to_string(5 + 2 * i) + " 0 R >>");
    objects.push_back("<< /Length " + std::to_string(pages[i].size()) + " >>\nstream\n" + pages[i] + "\nendstream");
  }
  objects[1] = "<< /Type /Pages /Kids [" + kids + "] /Count " + std::to_string(pages.size()) + " >>";
  std::string out = "%PDF-1.4\n";
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    offsets.push_back(out.size());
    out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::size_t table = out.size();
  out += "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
  for (const std::size_t offset : offsets) {
    const std::string digits = std::to_string(offset);
    out += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
  }
  return out + "trailer << /Size " + std::to_string(objects.size() + 1) + " /Root 1 0 R >>\nstartxref\n" + std::to_string(table) +
         "\n%%EOF\n";
}

// A line of text at a place, 11 points.
inline std::string words_at(int x, int y, const std::string& text, const std::string& before = {}) {
  return "BT " + before + " /F 11 Tf 1 0 0 1 " + std::to_string(x) + " " + std::to_string(y) + " Tm (" + text + ") Tj ET\n";
}

}  // namespace tenzij::documents::testing
