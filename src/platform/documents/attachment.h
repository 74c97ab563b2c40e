// Files that people add to what they report: which kind each is by its bytes, whatever it is called, and made fit to be kept.
#pragma once

#include <boost/describe/enum.hpp>
#include <string>
#include <string_view>

namespace tenzij::documents {

// OpenDocument, Office Open XML, and what is seen or counted. HEIC becomes JPEG.
enum class AttachmentKind { pdf, odt, ods, odp, odg, docx, xlsx, pptx, png, jpeg, csv };
BOOST_DESCRIBE_ENUM(AttachmentKind, pdf, odt, ods, odp, odg, docx, xlsx, pptx, png, jpeg, csv)

struct Attachment {
  AttachmentKind kind{};
  bool changed = false;  // `content` is not what came in: a photo without where, when and with what it was taken
  std::string content{};
};

// Runs in the reader's process alone. Throws Error 400:
//   attachmentProgram, attachmentArchive, attachmentOldOffice, attachmentMacro, attachmentPassword, attachmentDamaged,
//   attachmentEmpty, attachmentUnknown (none of the kinds above), attachmentHeicHere (this machine cannot turn HEIC into JPEG).
Attachment read_attachment(std::string_view content);

// The name to keep: with the ending of its kind, so that nothing is opened as what it is not.
std::string attachment_name(std::string_view file_name, AttachmentKind kind);
// "image/png"
std::string_view media_type(AttachmentKind kind);

}  // namespace tenzij::documents
