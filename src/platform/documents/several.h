// Documents that come in one file: the file itself, or each of those in a zip. Also spreadsheets, a passage a row, and how far the
// reading is. What they are made of is in text.h; reading happens in the reader's process alone.
#pragma once

#include "platform/documents/foreign.h"
#include "platform/documents/found.h"

namespace tenzij::documents {

// `name` is that of a file in a zip, with its folders, and empty for the file itself. Exceptions of these functions end the reading.
struct DocumentListener {
  std::function<void(int done, int total)> on_step{};  // pages of a PDF, files of a zip
  std::function<void(const std::string& name, FoundDocument&& document, std::string&& content)>
      on_document{};  // content: of a file in a zip
  std::function<void(const std::string& name, const Error& why)> on_refused{};
};
// Waits for a free reader as long as it takes. Refused: as read_document(), and documentArchive, documentNested, zipBomb,
// zipTooManyFiles, readerCrashed, readerTooSlow, readerTooLarge. With an empty name the whole file is refused, whatever came before.
void documents_of(reader::Readers& readers, std::string_view content, std::string_view file_name, const DocumentListener& listener);

}  // namespace tenzij::documents
