#include "platform/documents/attachment.h"

#include <algorithm>
#include <array>
#include <vector>

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/documents/blocks.h"
#include "platform/documents/child.h"
#include "platform/documents/picture.h"
#include "platform/documents/zip.h"

namespace tenzij::documents {

namespace {

using std::string_view_literals::operator""sv;  // NOLINT(misc-unused-using-decls): clang-tidy 14 sees no use of a literal

struct Beginning {
  std::string_view bytes;
  const char* code;
};
// What is refused by its first bytes, whatever follows.
constexpr std::array<Beginning, 20> beginnings{{{"MZ"sv, "attachmentProgram"},
                                                {"\x7F"
                                                 "ELF"sv,
                                                 "attachmentProgram"},
                                                {"\xFE\xED\xFA\xCE"sv, "attachmentProgram"},
                                                {"\xFE\xED\xFA\xCF"sv, "attachmentProgram"},
                                                {"\xCE\xFA\xED\xFE"sv, "attachmentProgram"},
                                                {"\xCF\xFA\xED\xFE"sv, "attachmentProgram"},
                                                {"\xCA\xFE\xBA\xBE"sv, "attachmentProgram"},
                                                {"\x4C\0\0\0\x01\x14\x02\0"sv, "attachmentProgram"},
                                                {"#!"sv, "attachmentProgram"},
                                                {"<?php"sv, "attachmentProgram"},
                                                {"@echo off"sv, "attachmentProgram"},
                                                {"7z\xBC\xAF\x27\x1C"sv, "attachmentArchive"},
                                                {"Rar!\x1A\x07"sv, "attachmentArchive"},
                                                {"\x1F\x8B"sv, "attachmentArchive"},
                                                {"\x1F\x9D"sv, "attachmentArchive"},
                                                {"BZh"sv, "attachmentArchive"},
                                                {"\xFD"
                                                 "7zXZ\0"sv,
                                                 "attachmentArchive"},
                                                {"\x28\xB5\x2F\xFD"sv, "attachmentArchive"},
                                                {"MSCF"sv, "attachmentArchive"},
                                                {"!<arch>\n"sv, "attachmentArchive"}}};

constexpr std::string_view compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv;  // Office before 2007, and what it encrypts
constexpr std::size_t tar_mark = 257;

// Programs that a document carries along.
bool is_program(std::string_view lower_name) {
  constexpr std::array<std::string_view, 12> endings{".exe", ".dll", ".com", ".scr", ".bat", ".cmd",
                                                     ".ps1", ".vbs", ".js",  ".jar", ".msi", ".sh"};
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view each) { return lower_name.ends_with(each); });
}

bool has_bytes(const Bytes& next, std::string_view wanted) {
  std::string held;
  for (std::string_view piece = next(); !piece.empty(); piece = next()) {
    held += text::lower_ascii(piece);
    if (held.find(wanted) != std::string::npos) return true;
    if (held.size() > wanted.size()) held.erase(0, held.size() - wanted.size());
  }
  return false;
}

AttachmentKind open_document(Package& package) {
  constexpr std::string_view family = "application/vnd.oasis.opendocument.";
  const std::string type = package.start_of("mimetype", limits::code_longest);
  if (!type.starts_with(family)) throw refused("attachmentArchive");
  for (const auto& [name, position] : package.names()) {
    const std::string low = text::lower_ascii(name);
    if (low.starts_with("basic/") || low.find("/basic/") != std::string::npos || low.find("scripts/") != std::string::npos)
      throw refused("attachmentMacro");
  }
  if (package.has("META-INF/manifest.xml") && has_bytes(package.open("META-INF/manifest.xml"), "encryption-data"))
    throw refused("attachmentPassword");
  if (!package.has("content.xml")) throw refused("attachmentDamaged");
  const std::string_view what = std::string_view(type).substr(family.size());
  if (what == "text") return AttachmentKind::odt;
  if (what == "spreadsheet") return AttachmentKind::ods;
  if (what == "presentation") return AttachmentKind::odp;
  if (what == "graphics") return AttachmentKind::odg;
  throw refused("attachmentUnknown");
}

AttachmentKind office_open(Package& package) {
  const std::string types = text::lower_ascii(package.start_of("[Content_Types].xml", limits::attachment_part_bytes));
  const auto has = [&](std::string_view word) { return types.find(word) != std::string::npos; };
  if (has("macroenabled") || has("vbaproject") || has("macrosheet") || has("activex")) throw refused("attachmentMacro");
  for (const auto& [name, position] : package.names()) {
    const std::string low = text::lower_ascii(name);
    if (low.find("vba") != std::string::npos || low.find("/macrosheets/") != std::string::npos ||
        low.find("/activex/") != std::string::npos)
      throw refused("attachmentMacro");
  }
  if (has("wordprocessingml.document.main+xml")) return AttachmentKind::docx;
  if (has("spreadsheetml.sheet.main+xml")) return AttachmentKind::xlsx;
  if (has("presentationml.presentation.main+xml") || has("presentationml.slideshow.main+xml")) return AttachmentKind::pptx;
  throw refused("attachmentArchive");
}

AttachmentKind packed_kind(std::string_view content) {
  Package package(content);
  for (const auto& [name, position] : package.names())
    if (is_program(text::lower_ascii(name))) throw refused("attachmentProgram");
  if (package.has("mimetype")) return open_document(package);
  if (package.has("[Content_Types].xml")) return office_open(package);
  throw refused("attachmentArchive");
}

void check_pdf(std::string_view content) {
  const ChildResult read = run_limited({"pdfinfo", "-"}, content);
  if (read.err.find("Incorrect password") != std::string::npos) throw refused("attachmentPassword");
  if (read.status != 0) throw refused("attachmentDamaged");
}

bool is_heic(std::string_view in) {
  if (in.size() < 12 || in.substr(4, 4) != "ftyp") return false;
  constexpr std::array<std::string_view, 8> brands{"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"};
  return std::find(brands.begin(), brands.end(), in.substr(8, 4)) != brands.end();
}

// The cells of a line: separators outside quotes, and whether two of them say something.
struct CsvLine {
  std::size_t separators = 0;
  bool two = false;
};
CsvLine csv_line(std::string_view in, std::size_t& at, char separator) {
  CsvLine out;
  std::size_t filled = 0;
  bool quoted = false;
  bool said = false;
  for (; at < in.size(); ++at) {
    const char c = in[at];
    step();
    if (c == '"') quoted = !quoted;
    else if (!quoted && c == '\n') break;
    else if (!quoted && c == separator) {
      ++out.separators;
      filled += said ? 1 : 0;
      said = false;
      continue;
    }
    said = said || (c != ' ' && c != '\r' && c != '\t');
  }
  if (at < in.size()) ++at;
  out.two = filled + (said ? 1 : 0) >= 2;
  return out;
}

// Text of which the first lines have the same number of cells, at least two; prose and programs do not.
bool is_csv(std::string_view in) {
  if (in.starts_with("\xEF\xBB\xBF")) in.remove_prefix(3);
  const bool plain = std::all_of(in.begin(), in.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 ? byte != 0x7F : c == '\n' || c == '\r' || c == '\t';
  });
  const std::size_t first = in.find_first_not_of(" \r\n\t");
  if (!plain || first == std::string_view::npos || in[first] == '<' || in[first] == '{' || in[first] == '[') return false;
  constexpr std::size_t looked_at = 50;
  for (const char separator : {';', ',', '\t', '|'}) {
    std::size_t at = 0;
    std::size_t lines = 0;
    std::size_t two = 0;
    std::size_t wanted = 0;
    bool even = true;
    while (at < in.size() && lines < looked_at && even) {
      const std::size_t begin = at;
      const CsvLine line = csv_line(in, at, separator);
      if (text::trim(in.substr(begin, at - begin)).empty()) continue;
      if (lines++ == 0) wanted = line.separators;
      even = line.separators == wanted && wanted > 0;
      two += line.two ? 1 : 0;
    }
    if (even && lines >= 2 && two * 2 > lines) return true;
  }
  return false;
}

std::string_view ending_of(AttachmentKind kind) {
  constexpr std::array<std::string_view, 11> endings{".pdf",  ".odt",  ".ods", ".odp", ".odg", ".docx",
                                                     ".xlsx", ".pptx", ".png", ".jpg", ".csv"};
  return endings[static_cast<std::size_t>(kind)];
}

Attachment look_at(std::string_view in) {
  for (const Beginning& each : beginnings)
    if (in.starts_with(each.bytes)) throw refused(each.code);
  if (in.starts_with(compound))
    throw refused(in.find("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"sv) != std::string_view::npos ? "attachmentPassword"
                                                                                                          : "attachmentOldOffice");
  if (in.size() > tar_mark + 5 && in.substr(tar_mark, 5) == "ustar") throw refused("attachmentArchive");
  if (in.starts_with("PK\x03\x04") || in.starts_with("PK\x05\x06") || in.starts_with("PK\x07\x08")) return {packed_kind(in)};
  if (in.starts_with("\x89PNG\r\n\x1A\n")) return {AttachmentKind::png, true, bare_png(in)};
  if (in.starts_with("\xFF\xD8\xFF")) return {AttachmentKind::jpeg, true, bare_jpeg(in)};
  if (is_heic(in)) return {AttachmentKind::jpeg, true, jpeg_of_heic(in)};
  if (in.substr(0, 1024).find("%PDF-") != std::string_view::npos) {
    check_pdf(in);
    return {AttachmentKind::pdf};
  }
  if (is_csv(in)) return {AttachmentKind::csv};
  throw refused("attachmentUnknown");
}

}  // namespace

Attachment read_attachment(std::string_view content) {
  if (content.empty()) throw refused("attachmentEmpty");
  try {
    return look_at(content);
  } catch (const Error& fault) {
    if (fault.code().starts_with("attachment")) throw;
    // What opening a packed document says of it.
    if (fault.code() == "documentMacro") throw refused("attachmentMacro");
    if (fault.code() == "documentPassword") throw refused("attachmentPassword");
    throw refused("attachmentDamaged");
  }
}

std::string attachment_name(std::string_view file_name, AttachmentKind kind) {
  std::string name = text::repair_utf8(text::trim(file_name.substr(0, limits::text_longest)));
  const std::string low = text::lower_ascii(name);
  const std::string ending(ending_of(kind));
  if (kind == AttachmentKind::jpeg)
    for (const std::string_view other : {".jpeg"sv, ".heic"sv, ".heif"sv})
      if (low.ends_with(other)) name.resize(name.size() - other.size());
  if (text::lower_ascii(name).ends_with(ending)) name.resize(name.size() - ending.size());
  if (name.empty()) name = "bestand";
  while (text::code_points(name) + ending.size() > limits::name_longest) {
    while ((static_cast<unsigned char>(name.back()) & 0xC0) == 0x80) name.pop_back();
    name.pop_back();
  }
  return name + ending;
}

std::string_view media_type(AttachmentKind kind) {
  switch (kind) {
    case AttachmentKind::pdf:
      return "application/pdf";
    case AttachmentKind::odt:
      return "application/vnd.oasis.opendocument.text";
    case AttachmentKind::ods:
      return "application/vnd.oasis.opendocument.spreadsheet";
    case AttachmentKind::odp:
      return "application/vnd.oasis.opendocument.presentation";
    case AttachmentKind::odg:
      return "application/vnd.oasis.opendocument.graphics";
    case AttachmentKind::docx:
      return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    case AttachmentKind::xlsx:
      return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    case AttachmentKind::pptx:
      return "application/vnd.openxmlformats-officedocument.presentationml.presentation";
    case AttachmentKind::png:
      return "image/png";
    case AttachmentKind::jpeg:
      return "image/jpeg";
    case AttachmentKind::csv:
      return "text/csv";
  }
  return "application/octet-stream";
}

}  // namespace tenzij::documents
