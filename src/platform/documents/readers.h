// The readers of read_document(), one per format: bytes in, blocks out.
#pragma once

#include <functional>

#include "platform/documents/blocks.h"
#include "platform/documents/found.h"
#include "platform/documents/zip.h"

namespace tenzij::documents {

DocumentText read_docx(Package& package, const std::string& main_part);
DocumentText read_odt(Package& package);
DocumentText read_html(std::string_view content);
DocumentText read_markdown(std::string_view content);
DocumentText read_plain(std::string_view content);
// `told`: pages that were read, of how many.
using Told = std::function<void(int done, int total)>;
DocumentText read_pdf(std::string_view content, const Told& told = {});
// XLSX, ODS or CSV.
FoundDocument read_sheets(std::string_view content);
// read_document() that says how far it is, and reads spreadsheets too.
FoundDocument read_found(std::string_view content, std::string_view file_name, const Told& told = {});

// Any text as UTF-8 without a mark in front: UTF-8, UTF-16 (with a mark, or by its zeros), else Windows-1252.
std::string decoded(std::string_view content);
// "&amp;", "&#8364;": the characters at text[at], which is '&'; moves `at` past it.
void append_entity(std::string_view text, std::size_t& at, std::string& out);
// Length of a bullet or list number with the space behind it at the beginning of a line, 0: none. "• ", "- ", "1) ".
std::size_t bullet_size(std::string_view line);

}  // namespace tenzij::documents
