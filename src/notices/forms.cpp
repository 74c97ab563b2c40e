#include "notices/forms.h"

namespace tenzij::notices {

namespace {

using Table = std::map<std::string, Stage, std::less<>>;

Stage look_up(const Table& table, std::string_view key) {
  const auto found = table.find(key);
  return found == table.end() ? Stage::other : found->second;
}

// Subtypes by number: the annex of Implementing Regulation (EU) 2019/1780. 15 is a qualification system: like a call for
// expressions of interest (CEI) it fills a list and buys nothing. E1-E6, T01, T02 and X01, X02 are not in here on purpose.
bool known_subtype(Stage stage, std::string_view subtype) {
  long long number = 0;
  if (subtype.empty()) return true;
  if (!text::to_int(subtype, number)) return false;
  switch (stage) {
    case Stage::planning:
      return number >= 1 && number <= 9;
    case Stage::competition:
      return number >= 10 && number <= 24 && number != 15;
    case Stage::result:
      return number >= 25 && number <= 37;
    case Stage::modification:
      return number >= 38 && number <= 40;
    default:
      return true;
  }
}

}  // namespace

Stage stage_of_eforms(std::string_view form_type, std::string_view kind, std::string_view subtype) {
  static const Table by_form{{"planning", Stage::planning},       {"consultation", Stage::consultation},
                             {"competition", Stage::competition}, {"result", Stage::result},
                             {"dir-awa-pre", Stage::result},      {"cont-modif", Stage::modification},
                             {"completion", Stage::completion},   {"change", Stage::change}};
  static const Table by_kind{{"pin-buyer", Stage::planning},
                             {"pin-only", Stage::planning},
                             {"pin-rtl", Stage::planning},
                             {"pmc", Stage::consultation},
                             {"pin-cfc-standard", Stage::competition},
                             {"pin-cfc-social", Stage::competition},
                             {"cn-standard", Stage::competition},
                             {"cn-social", Stage::competition},
                             {"cn-desg", Stage::competition},
                             {"subco", Stage::competition},
                             {"veat", Stage::result},
                             {"can-standard", Stage::result},
                             {"can-social", Stage::result},
                             {"can-desg", Stage::result},
                             {"can-modif", Stage::modification},
                             {"compl", Stage::completion},
                             {"corr", Stage::change}};
  const Stage kind_stage = look_up(by_kind, kind);
  const Stage stage = form_type.empty() || form_type == "notice-type" ? kind_stage : look_up(by_form, form_type);
  // What would count must be known by all it says of itself.
  const bool counts = stage == Stage::competition || stage == Stage::result;
  if (counts && (!known_subtype(stage, subtype) || (!kind.empty() && kind_stage != stage))) return Stage::other;
  return stage;
}

Stage stage_of_ted(std::string_view form, std::string_view type, std::string_view document_type) {
  static const Table by_form{{"F01", Stage::planning},     {"F02", Stage::competition}, {"F03", Stage::result}, {"F04", Stage::planning},
                             {"F05", Stage::competition},  {"F06", Stage::result},      {"F07", Stage::other},  {"F08", Stage::planning},
                             {"F12", Stage::competition},  {"F13", Stage::result},      {"F14", Stage::change}, {"F15", Stage::result},
                             {"F16", Stage::planning},     {"F17", Stage::competition}, {"F18", Stage::result}, {"F19", Stage::competition},
                             {"F20", Stage::modification}, {"F24", Stage::competition}, {"F25", Stage::result}};
  // PRI alone stands in F23 only: the notice of a concession for social services, which is its call (eForms subtype 14).
  static const Table by_type{{"PRI", Stage::competition},
                             {"PRI_ONLY", Stage::planning},
                             {"PRI_REDUCING_TIME_LIMITS", Stage::planning},
                             {"PRI_CALL_COMPETITION", Stage::competition},
                             {"PER_ONLY", Stage::planning},
                             {"PER_REDUCING_TIME_LIMITS", Stage::planning},
                             {"PER_CALL_COMPETITION", Stage::competition},
                             {"CONTRACT", Stage::competition},
                             {"AWARD_CONTRACT", Stage::result},
                             {"CONCESSION_AWARD_CONTRACT", Stage::result},
                             {"QSU_ONLY", Stage::other},
                             {"QSU_CALL_COMPETITION", Stage::other}};
  static const Table by_document{
      {"0", Stage::planning},    {"2", Stage::change},      {"3", Stage::competition}, {"7", Stage::result},
      {"A", Stage::competition}, {"B", Stage::planning},    {"C", Stage::competition}, {"D", Stage::competition},
      {"F", Stage::competition}, {"H", Stage::competition}, {"J", Stage::result},      {"K", Stage::modification},
      {"M", Stage::planning},    {"P", Stage::planning},    {"R", Stage::result},      {"V", Stage::result}};
  if (!type.empty()) return look_up(by_type, type);
  // The forms for social services are calls, awards or announcements by their type only; then the coded data tell.
  if (form == "F21" || form == "F22" || form == "F23") return look_up(by_document, document_type);
  if (form.size() == 3 && (form[0] == 'F' || form[0] == 'T')) return look_up(by_form, form);
  return look_up(by_document, document_type);
}

Stage stage_of_ocds(std::string_view tag) {
  static const Table known{{"planning", Stage::planning},
                           {"planningUpdate", Stage::planning},
                           {"tender", Stage::competition},
                           {"tenderUpdate", Stage::competition},
                           {"tenderAmendment", Stage::competition},
                           {"tenderCancellation", Stage::competition},
                           {"award", Stage::result},
                           {"awardUpdate", Stage::result},
                           {"awardCancellation", Stage::result},
                           {"contract", Stage::result},
                           {"contractUpdate", Stage::result},
                           {"contractAmendment", Stage::modification},
                           {"contractTermination", Stage::completion},
                           {"implementation", Stage::completion},
                           {"implementationUpdate", Stage::completion}};
  return look_up(known, tag);
}

}  // namespace tenzij::notices
