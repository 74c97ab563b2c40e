// Every reader does at most 2.5 times the work for twice the length, refuses what is too deep by name, and stays within
// its memory: no foreign file makes one slow.
#include <gtest/gtest.h>

#include <functional>

#include "platform/base/error.h"
#include "platform/base/steps.h"
#include "platform/documents/test/packed.h"
#include "platform/documents/text.h"

namespace tenzij::documents {
namespace {

using namespace documents::testing;

struct Case {
  std::string name;
  std::string file;
  std::function<std::string(std::size_t)> make;
};

std::string many(const std::string& text, std::size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

std::string notes_part(std::size_t n) {
  std::string out = "<w:footnotes xmlns:w=\"w\">";
  for (std::size_t i = 0; i < n; ++i) out += "<w:footnote w:id=\"" + std::to_string(i) + "\">" + paragraph("noot") + "</w:footnote>";
  return out + "</w:footnotes>";
}

std::string note_references(std::size_t n) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += "<w:p><w:r><w:t>x</w:t><w:footnoteReference w:id=\"" + std::to_string(i) + "\"/></w:r></w:p>";
  return out;
}

// A chain of styles, each based on the one before, and a paragraph in each.
std::string styled(std::size_t n) {
  std::string styles = "<w:styles xmlns:w=\"w\">";
  std::string body;
  for (std::size_t i = 0; i < n; ++i) {
    styles += "<w:style w:styleId=\"s" + std::to_string(i + 1) + "\"><w:basedOn w:val=\"s" + std::to_string(i) + "\"/></w:style>";
    body += paragraph("tekst", "<w:pStyle w:val=\"s" + std::to_string(i + 1) + "\"/>");
  }
  return docx_of(body, {{"styles", styles + "</w:styles>"}});
}

std::string nested(const std::string& open, const std::string& inside, const std::string& close, std::size_t depth) {
  return many(open, depth) + inside + many(close, depth);
}

const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      {"one long line", "a.txt", [](std::size_t n) { return many("woord ", n); }},
      {"many numbered lines", "a.txt", [](std::size_t n) { return many("1. regel\n", n); }},
      {"no space at all", "a.txt", [](std::size_t n) { return many("woord", n); }},
      {"one long line", "a.md", [](std::size_t n) { return many("woord ", n); }},
      {"emphasis", "a.md", [](std::size_t n) { return many("*a **b _c ", n); }},
      {"brackets", "a.md", [](std::size_t n) { return many("[a](b ", n); }},
      {"open brackets", "a.md", [](std::size_t n) { return many("![", n); }},
      {"backticks", "a.md", [](std::size_t n) { return many("`a ``b ", n); }},
      {"rows", "a.md", [](std::size_t n) { return "|a|b|\n|-|-|\n" + many("|c|d|\n", n); }},
      {"columns", "a.md", [](std::size_t n) { return many("|a", n) + "\n" + many("|-", n) + "\n" + many("|c", n) + "\n"; }},
      {"rules of tables", "a.md", [](std::size_t n) { return "a|b\n" + many("|-|\n", n); }},
      {"tags", "a.md", [](std::size_t n) { return many("a <b ", n); }},
      {"quotations", "a.md", [](std::size_t n) { return many("> ", n) + "x\n"; }},
      {"paragraphs", "a.html", [](std::size_t n) { return "<html>" + many("<p>a", n); }},
      {"wrong ends", "a.html", [](std::size_t n) { return "<html>" + nested("<div>", "", "", 150) + many("</p></li>x", n); }},
      {"attributes", "a.html", [](std::size_t n) { return "<html><p " + many("a=\"<\" b ", n) + ">x"; }},
      {"same attributes", "a.html", [](std::size_t n) { return "<html><p " + many("class=x ", n) + ">x"; }},
      {"open comments", "a.html", [](std::size_t n) { return "<html>x" + many("<!-- ", n); }},
      {"open scripts", "a.html", [](std::size_t n) { return "<html>x" + many("<script></", n); }},
      {"entities", "a.html", [](std::size_t n) { return "<html>" + many("&amp &x", n); }},
      {"items", "a.html", [](std::size_t n) { return "<html><ol>" + many("<li>a", n); }},
      {"rows", "a.html", [](std::size_t n) { return "<html><table>" + many("<tr><td>a<td>b", n); }},
      {"paragraphs", "a.docx", [](std::size_t n) { return docx_of(many(paragraph("tekst"), n)); }},
      {"one paragraph", "a.docx", [](std::size_t n) { return docx_of("<w:p><w:r>" + many("<w:t>a</w:t>", n) + "</w:r></w:p>"); }},
      {"rows", "a.docx",
       [](std::size_t n) {
         return docx_of("<w:tbl>" + many("<w:tr><w:tc>" + paragraph("a") + "</w:tc><w:tc>" + paragraph("b") + "</w:tc></w:tr>", n) +
                        "</w:tbl>");
       }},
      {"notes", "a.docx",
       [](std::size_t n) {
         return docx_of(note_references(n / 4), {{"footnotes", notes_part(n / 4)}});
       }},
      {"styles", "a.docx", [](std::size_t n) { return styled(n / 4); }},
      {"paragraphs", "a.odt", [](std::size_t n) { return odt_of(many("<text:p>a<text:s/>b</text:p>", n)); }},
      {"items", "a.odt",
       [](std::size_t n) {
         return odt_of("<text:list>" + many("<text:list-item><text:p>a</text:p></text:list-item>", n) + "</text:list>");
       }},
      {"lines", "a.pdf",
       [](std::size_t n) {
         std::vector<std::string> pages(n / 250, words_at(60, 700, "Een regel op elke bladzijde, lang genoeg om tekst te zijn."));
         return pdf_of(pages);
       }},
  };
  return all;
}

std::size_t work(const Case& each, std::size_t n) {
  const std::string content = each.make(n);
  const std::uint64_t before = steps::counted;
  try {
    read_document(content, each.file);
  } catch (const Error& error) {
    EXPECT_TRUE(error.code() == "documentEmpty" || error.code() == "documentTooLong" || error.code() == "zipBomb")
        << each.name << " " << error.code();
  }
  return steps::counted - before;
}

TEST(Readers, twice_the_length_is_at_most_two_and_a_half_times_the_work) {
  for (const Case& each : cases()) {
    const std::size_t once = work(each, 4000);
    const std::size_t twice = work(each, 8000);
    EXPECT_GT(once, 0U) << each.file << ": " << each.name;
    EXPECT_LE(static_cast<double>(twice), 2.5 * static_cast<double>(once)) << each.file << ": " << each.name;
  }
}

TEST(Readers, what_is_nested_too_deep_is_refused_by_name) {
  constexpr std::size_t deep = 30'000;
  const std::vector<std::pair<std::string, std::string>> all{
      {"a.html", "<html>" + nested("<div>", "x", "</div>", deep)},
      {"a.html", "<html>" + nested("<ul><li>", "x", "", deep)},
      {"a.html", "<html>" + nested("<table><tr><td title='/>'>", "x", "", deep)},
      {"a.md", many("- ", deep) + "x"},
      {"a.docx", docx_of(nested("<w:sdt a=\"/>\">", "<![CDATA[x]]><!-- </w:sdt> --><?p </w:sdt>?>", "</w:sdt>", deep))},
      {"a.docx", docx_of(nested("<w:tbl><w:tr><w:tc>", paragraph("x"), "</w:tc></w:tr></w:tbl>", deep))},
      {"a.odt", odt_of(nested("<text:list><text:list-item>", "<text:p>x</text:p>", "</text:list-item></text:list>", deep))},
      {"a.odt", odt_of(nested("<text:span>", "x", "</text:span>", deep))},
  };
  for (const auto& [file, content] : all) {
    try {
      read_document(content, file);
      ADD_FAILURE() << file << " was read";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), "documentTooDeep") << file;
    }
  }
}

TEST(Readers, an_element_with_countless_attributes_is_refused) {
  std::string attributes;
  for (int i = 0; i < 100'000; ++i) attributes += " a" + std::to_string(i) + "=\"" + (i % 2 == 0 ? ">" : "x") + "\"";
  try {
    read_document(docx_of("<w:p" + attributes + "/>"), "a.docx");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "documentTooHeavy");
  }
}

}  // namespace
}  // namespace tenzij::documents
