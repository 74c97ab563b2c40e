// What a notice is, by the codes of its form. A code that is not known is `other`: shown as such, counted nowhere.
#pragma once

#include "notices/notice.h"

namespace tenzij::notices {

// eForms: form type (listName of BT-02), notice type (BT-02) and subtype (OPP-070).
Stage stage_of_eforms(std::string_view form_type, std::string_view kind, std::string_view subtype);
// TED R2.0.9: the form (F02, T01; anything else for older ones), TYPE of its NOTICE element, code of TD_DOCUMENT_TYPE.
Stage stage_of_ted(std::string_view form, std::string_view type, std::string_view document_type);
// OCDS: a tag of a release.
Stage stage_of_ocds(std::string_view tag);

}  // namespace tenzij::notices
