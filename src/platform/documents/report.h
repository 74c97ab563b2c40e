// A report as blocks, written as HTML, ODT, DOCX, PDF or plain text: one content, drawn once per form.
#pragma once

#include <filesystem>

#include "platform/base/json.h"

namespace tenzij::documents {

struct ReportBlock {
  std::string kind;                // heading, paragraph, quote, items, table, figure
  int depth = 1;                   // of a heading
  std::string text;                // words; of a table its caption, of a figure what it shows in words
  std::vector<std::string> items;  // of a list
  std::vector<std::string> head;   // of a table
  std::vector<std::vector<std::string>> rows;
  std::string svg;  // of a figure
  int width = 100;  // of a figure, in % of the text
};
BOOST_DESCRIBE_STRUCT(ReportBlock, (), (kind, depth, text, items, head, rows, svg, width))

struct Report {
  std::string title;
  std::string subtitle;
  std::string author;
  std::string logo;  // a PNG in base64, above the title; empty: none
  std::string language = "nl";
  std::string paper = "a4";
  bool landscape = false;
  std::vector<ReportBlock> blocks;

  void heading(int depth, std::string text);
  void paragraph(std::string text);
  void quote(std::string text);
  void items(std::vector<std::string> all);
  void table(std::string caption, std::vector<std::string> head, std::vector<std::vector<std::string>> rows);
  void figure(std::string svg, std::string in_words, int width = 100);
};
BOOST_DESCRIBE_STRUCT(Report, (), (title, subtitle, author, logo, language, paper, landscape, blocks))

std::string escape_html(std::string_view text);
std::string to_html(const Report& report);   // one page on its own, without script or other files
std::string to_plain(const Report& report);  // UTF-8 text
enum class Office { odt, docx };
std::string to_office(const Report& report, Office format);
// Tagged, PDF/UA-1. `tool`: the folder tools/typst with what npm put there.
std::string to_pdf(const Report& report, const std::filesystem::path& tool);

enum class ReportFormat { html, odt, docx, pdf, text };
BOOST_DESCRIBE_ENUM(ReportFormat, html, odt, docx, pdf, text)
struct ReportQuery {
  std::optional<ReportFormat> format;
};
BOOST_DESCRIBE_STRUCT(ReportQuery, (), (format))
// A report as a file to send: its media type, its name and its content.
struct ReportFile {
  std::string content_type;
  std::string name;
  std::string content;
};
ReportFile write(const Report& report, ReportFormat format, const std::filesystem::path& tool);

}  // namespace tenzij::documents
