// PDF through poppler's pdftotext: words with their places become lines, blocks and headings.
#pragma once

#include "platform/documents/text.h"

namespace tenzij::documents {

DocumentText read_pdf(std::string_view content);

}  // namespace tenzij::documents
