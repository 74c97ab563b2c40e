#include "platform/documents/report.h"

#include "platform/documents/child.h"

namespace tenzij::documents {

namespace {

constexpr std::string_view style =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;"
    "vertical-align:top}th{background:#eee}caption{text-align:left;font-weight:bold;padding:.3rem 0}figure{margin:1rem 0}"
    "figure svg,figure img{max-width:100%;height:auto}.logo{max-height:4rem;max-width:16rem}blockquote{border-left:4px solid "
    "#767676;margin-left:0;padding-left:1rem}"
    "@media print{body{margin:0;max-width:none}h2,h3{break-after:avoid}tr,figure{break-inside:avoid}}";

std::string base64(std::string_view bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve(bytes.size() * 4 / 3 + 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j) out += i + j <= bytes.size() ? letters[group >> (18 - 6 * j) & 63U] : '=';
  }
  return out;
}

std::string row_html(const std::vector<std::string>& cells, const char* tag) {
  std::string out = "<tr>";
  for (const auto& cell : cells) out += std::string("<") + tag + ">" + escape_html(cell) + "</" + std::string(tag).substr(0, 2) + ">";
  return out + "</tr>\n";
}

std::string block_html(const ReportBlock& block, bool pictures_inline) {
  const std::string words = escape_html(block.text);
  if (block.kind == "heading") {
    const std::string tag = "h" + std::to_string(block.depth + 1);
    return "<" + tag + ">" + words + "</" + tag + ">\n";
  }
  if (block.kind == "paragraph") return "<p>" + words + "</p>\n";
  if (block.kind == "quote") return "<blockquote><p>" + words + "</p></blockquote>\n";
  if (block.kind == "items") {
    std::string out = "<ul>\n";
    for (const auto& item : block.items) out += "<li>" + escape_html(item) + "</li>\n";
    return out + "</ul>\n";
  }
  if (block.kind == "figure") {
    const std::string picture =
        pictures_inline ? block.svg
                        : "<img alt=\"" + words + "\" src=\"data:image/svg+xml;base64," + base64(block.svg) + "\" width=\"480\">";
    return "<figure>" + picture + "<figcaption>" + words + "</figcaption></figure>\n";
  }
  std::string out = "<table>";
  if (!words.empty()) out += "<caption>" + words + "</caption>";
  out += "<thead>" + row_html(block.head, "th scope=\"col\"") + "</thead><tbody>\n";
  for (const auto& row : block.rows) out += row_html(row, "td");
  return out + "</tbody></table>\n";
}

// Beside the name in words it says nothing.
std::string logo_html(const Report& report) {
  return report.logo.empty() ? ""
                             : "<p><img class=\"logo\" alt=\"\" height=\"56\" src=\"data:image/png;base64," + report.logo + "\"></p>\n";
}

std::string page(const Report& report, bool pictures_inline) {
  std::string out = "<!doctype html>\n<html lang=\"" + escape_html(report.language) +
                    "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" +
                    escape_html(report.title) + "</title>\n<style>" + std::string(style) + "</style></head>\n<body>\n" + logo_html(report) +
                    "<h1>" + escape_html(report.title) + "</h1>\n<p>" + escape_html(report.subtitle) + "</p>\n";
  for (const auto& block : report.blocks) out += block_html(block, pictures_inline);
  return out + "</body></html>\n";
}

}  // namespace

void Report::heading(int depth, std::string text) {
  auto& block = blocks.emplace_back();
  block.kind = "heading";
  block.depth = depth;
  block.text = std::move(text);
}

void Report::paragraph(std::string text) {
  auto& block = blocks.emplace_back();
  block.kind = "paragraph";
  block.text = std::move(text);
}

void Report::quote(std::string text) {
  auto& block = blocks.emplace_back();
  block.kind = "quote";
  block.text = std::move(text);
}

void Report::items(std::vector<std::string> all) {
  auto& block = blocks.emplace_back();
  block.kind = "items";
  block.items = std::move(all);
}

void Report::table(std::string caption, std::vector<std::string> head, std::vector<std::vector<std::string>> rows) {
  auto& block = blocks.emplace_back();
  block.kind = "table";
  block.text = std::move(caption);
  block.head = std::move(head);
  block.rows = std::move(rows);
}

void Report::figure(std::string svg, std::string in_words, int width) {
  auto& block = blocks.emplace_back();
  block.kind = "figure";
  block.svg = std::move(svg);
  block.text = std::move(in_words);
  block.width = width;
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char letter : text) {
    switch (letter) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += letter;
    }
  }
  return out;
}

std::string to_html(const Report& report) { return page(report, true); }

std::string to_plain(const Report& report) {
  std::string out = report.title + "\n" + report.subtitle + "\n";
  for (const auto& block : report.blocks) {
    out += "\n";
    if (block.kind == "heading") out += std::string(static_cast<std::size_t>(block.depth), '#') + " ";
    if (!block.text.empty()) out += block.text + "\n";
    for (const auto& item : block.items) out += "- " + item + "\n";
    std::vector<std::vector<std::string>> rows = block.rows;
    if (!block.head.empty()) rows.insert(rows.begin(), block.head);
    for (const auto& row : rows) {
      for (std::size_t i = 0; i < row.size(); ++i) out += (i == 0 ? "" : " | ") + row[i];
      out += "\n";
    }
  }
  return out;
}

std::string to_office(const Report& report, Office format) {
  const ChildResult made = run_limited(
      {"pandoc", "--from=html", format == Office::odt ? "--to=odt" : "--to=docx", "--standalone", "--output=-"}, page(report, false));
  if (made.status != 0) throw std::runtime_error("pandoc: " + made.err);
  return made.out;
}

std::string to_pdf(const Report& report, const std::filesystem::path& tool) {
  const ChildResult made = run_limited({"node", (tool / "pdf.mjs").string()}, json::dump(json::encode(report)), ChildAccount::own);
  if (made.status != 0) throw std::runtime_error("typst: " + made.err);
  return made.out;
}

ReportFile write(const Report& report, ReportFormat format, const std::filesystem::path& tool) {
  switch (format) {
    case ReportFormat::text:
      return {"text/plain; charset=utf-8", report.title + ".txt", to_plain(report)};
    case ReportFormat::odt:
      return {"application/vnd.oasis.opendocument.text", report.title + ".odt", to_office(report, Office::odt)};
    case ReportFormat::docx:
      return {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", report.title + ".docx",
              to_office(report, Office::docx)};
    case ReportFormat::pdf:
      return {"application/pdf", report.title + ".pdf", to_pdf(report, tool)};
    default:
      return {"text/html; charset=utf-8", report.title + ".html", to_html(report)};
  }
}

}  // namespace tenzij::documents
