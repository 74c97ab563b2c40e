// Documents and tables that came from outside, read by a reader: the words that the rooms use. What they are made of is in
// text.h and tables/sheet.h; the functions there run in the reader alone.
#pragma once

#include "platform/documents/attachment.h"
#include "platform/documents/text.h"
#include "platform/reader/kinds.h"
#include "platform/reader/reader.h"
#include "platform/tables/sheet.h"

namespace tenzij::documents {

// Adds "document", "table", "json", "page" and "attachment" to what a reader can read.
void add_kinds(reader::Kinds& kinds);

// As read_document(), tables::read_book(), json::parse() and page_picture(), with the same errors; also readerCrashed, readerTooSlow,
// readerTooLarge (400) and readersBusy (503).
DocumentText document_of(reader::Readers& readers, std::string_view content, std::string_view file_name);
tables::Book table_of(reader::Readers& readers, std::string_view content);
json::value json_of(reader::Readers& readers, std::string_view content);
std::string picture_of(reader::Readers& readers, std::string_view pdf, int page);

// A file as it may be kept: see attachment.h. Throws Error 400 with a code of that list, and 503 readersBusy.
Attachment attachment_of(reader::Readers& readers, std::string_view content);

}  // namespace tenzij::documents
