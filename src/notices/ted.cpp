// TED_EXPORT R2.0.9: the forms F01-F25 and the older defence forms. Read by element names, since the forms share
// them and differ in where they stand.
#include <algorithm>
#include <cstdlib>

#include "notices/xml.h"
#include "platform/base/money.h"

namespace tenzij::notices::xml {

namespace {

// Element -> field. What is not here is no running text about the purchase.
const std::map<std::string, std::string, std::less<>>& fields() {
  static const std::map<std::string, std::string, std::less<>> known{{"SHORT_DESCR", "BT-24"},
                                                                     {"SHORT_CONTRACT_DESCRIPTION", "BT-24"},
                                                                     {"INFO_ADD", "BT-300"},
                                                                     {"OPTIONS_DESCR", "BT-54"},
                                                                     {"RENEWAL_DESCR", "BT-57"},
                                                                     {"PERFORMANCE_CONDITIONS", "BT-70"},
                                                                     {"TECHNICAL_PROFESSIONAL_INFO", "BT-750"},
                                                                     {"TECHNICAL_PROFESSIONAL_MIN_LEVEL", "BT-750"},
                                                                     {"ECONOMIC_FINANCIAL_INFO", "BT-750"},
                                                                     {"ECONOMIC_FINANCIAL_MIN_LEVEL", "BT-750"},
                                                                     {"SUITABILITY", "BT-750"},
                                                                     {"RULES_CRITERIA", "BT-750"},
                                                                     {"CRITERIA_CANDIDATE", "BT-750"},
                                                                     {"QUALIFICATION", "BT-750"},
                                                                     {"MAIN_FEATURES_AWARD", "BT-88"},
                                                                     {"PARTICULAR_PROFESSION", "BT-750"}};
  return known;
}

std::string title_of(const pugi::xml_node& object) {
  for (const char* name : {"TITLE", "TITLE_CONTRACT"})
    if (const auto found = child(object, name)) return text(found);
  const auto deep = all(object, "TITLE_CONTRACT");
  return deep.empty() ? std::string() : text(deep.front());
}

void add(Notice& out, const std::string& field, const std::string& lot, const std::string& lang, const pugi::xml_node& node,
         std::optional<double> weight = {}) {
  std::string content = text(node);
  if (!content.empty()) out.texts.push_back({field, lot, lang, std::move(content), place(node), weight, weight ? "percent" : ""});
}

std::optional<double> weight_of(const pugi::xml_node& criterion) {
  pugi::xml_node node = child(criterion.parent(), "AC_WEIGHTING");
  if (!node) node = child(criterion.parent(), "WEIGHTING");
  std::string raw = text(node);
  std::replace(raw.begin(), raw.end(), ',', '.');
  char* end = nullptr;
  const double number = std::strtod(raw.c_str(), &end);
  return end == raw.c_str() ? std::nullopt : std::optional(number);
}

void read_texts(Notice& out, const pugi::xml_node& node, const std::string& lot, const std::string& lang) {
  for (const auto& each : node.children()) {
    if (each.type() != pugi::node_element) continue;
    const std::string_view name = local(each);
    std::string inner = lot;
    if (name == "OBJECT_DESCR") {
      if (const auto number = child(each, "LOT_NO")) inner = text(number);
      add(out, "BT-21", inner, lang, child(each, "TITLE"));
    } else if (name == "OBJECT_CONTRACT") {
      add(out, "BT-21", inner, lang, child(each, "TITLE"));
    }
    if (name == "AC_CRITERION" || (name == "CRITERIA" && each.parent() && local(each.parent()) == "CRITERIA_DEFINITION")) {
      add(out, "BT-540", inner, lang, each, weight_of(each));
    } else if (name == "RESTRICTED_SHELTERED_WORKSHOP") {
      out.declared.push_back({"BT-71", "res-ws", inner, place(each)});
    } else if (name == "RESTRICTED_SHELTERED_PROGRAM") {
      out.declared.push_back({"BT-736", "yes", inner, place(each)});
    } else if (name == "RESERVED_ORGANISATIONS_SERVICE_MISSION") {
      out.declared.push_back({"BT-71", "res-pub-ser", inner, place(each)});
    } else if (const auto found = fields().find(name); found != fields().end()) {
      add(out, found->second, inner, lang, each);
    } else {
      read_texts(out, each, inner, lang);
    }
  }
}

std::optional<std::int64_t> amount(const pugi::xml_node& node, std::string& currency) {
  if (!node) return std::nullopt;
  const auto cents = parse_cents(text(node));
  if (cents && currency.empty()) currency = node.attribute("CURRENCY").value();
  return cents;
}

Party party_of(const pugi::xml_node& address) {
  Party party{text(child(address, "OFFICIALNAME")), text(child(address, "NATIONALID")), text(child(address, "TOWN"))};
  if (party.name.empty())
    if (const auto deep = all(address, "OFFICIALNAME"); !deep.empty()) party.name = text(deep.front());
  return party;
}

void read_buyers(Notice& out, const pugi::xml_node& form) {
  for (const auto& body : children(form, "CONTRACTING_BODY"))
    for (const char* name : {"ADDRESS_CONTRACTING_BODY", "ADDRESS_CONTRACTING_BODY_ADDITIONAL"})
      for (const auto& address : children(body, name)) out.buyers.push_back(party_of(address));
  if (out.buyers.empty())
    for (const auto& profile : all(form, "CA_CE_CONCESSIONAIRE_PROFILE")) {
      out.buyers.push_back(party_of(profile));
      break;
    }
}

void read_lots(Notice& out, const pugi::xml_node& object) {
  for (const auto& node : children(object, "OBJECT_DESCR")) {
    if (out.lots.size() >= limits::lots_per_notice) throw Rejected{"tooManyLots"};
    Lot lot;
    lot.id = text(child(node, "LOT_NO"));
    lot.title = text(child(node, "TITLE"));
    lot.cpv = at(node, "CPV_ADDITIONAL/CPV_CODE").attribute("CODE").value();
    lot.estimated_cents = amount(child(node, "VAL_OBJECT"), out.currency);
    for (const auto& extra : children(node, "CPV_ADDITIONAL"))
      out.cpv_additional.emplace_back(child(extra, "CPV_CODE").attribute("CODE").value());
    out.lots.push_back(std::move(lot));
  }
}

void read_awards(Notice& out, const pugi::xml_node& form) {
  std::int64_t sum = 0;
  for (const auto& award : children(form, "AWARD_CONTRACT")) {
    const auto contract = child(award, "AWARDED_CONTRACT");
    const std::string lot = text(child(award, "LOT_NO"));
    std::optional<std::int64_t> paid;
    if (const auto totals = all(contract, "VAL_TOTAL"); !totals.empty()) paid = amount(totals.front(), out.currency);
    sum += paid.value_or(0);
    for (const auto& number : all(contract, "NB_TENDERS_RECEIVED"))
      out.tenders_received = out.tenders_received.value_or(0) + number.text().as_llong();
    for (const auto& contractor : all(contract, "CONTRACTOR")) {
      const Party party = party_of(child(contractor, "ADDRESS_CONTRACTOR"));
      const char* size = child(contractor, "SME") ? "sme" : child(contractor, "NO_SME") ? "large" : "";
      out.winners.push_back({party.name, party.identifier, lot, size, paid});
    }
  }
  if (!out.awarded_cents && sum > 0) out.awarded_cents = sum;
}

std::string nature_of(const pugi::xml_node& root) {
  const auto found = all(root, "NC_CONTRACT_NATURE");
  if (found.empty()) return {};
  const std::string_view code = found.front().attribute("CODE").value();
  return code == "1" ? "works" : code == "2" ? "supplies" : code == "4" ? "services" : "";
}

// PR_PROC of the coded data -> eForms procurement-procedure-type.
std::string procedure_of(const pugi::xml_node& root) {
  static const std::map<std::string, std::string, std::less<>> known{
      {"1", "open"},      {"2", "restricted"}, {"3", "restricted"},  {"4", "neg-w-call"},  {"6", "neg-w-call"}, {"B", "neg-w-call"},
      {"C", "comp-dial"}, {"G", "innovation"}, {"T", "neg-wo-call"}, {"V", "neg-wo-call"}, {"F", "oth-single"}, {"9", "oth-single"}};
  const auto found = all(root, "PR_PROC");
  if (found.empty()) return {};
  const auto code = known.find(std::string_view(found.front().attribute("CODE").value()));
  return code == known.end() ? "" : code->second;
}

Stage stage_of(const pugi::xml_node& root) {
  const auto found = all(root, "TD_DOCUMENT_TYPE");
  const std::string_view code = found.empty() ? "" : found.front().attribute("CODE").value();
  if (code == "7" || code == "V" || code == "6" || code == "K") return Stage::result;
  if (code == "0" || code == "M" || code == "P" || code == "8" || code == "O" || code == "Q") return Stage::planning;
  if (code == "J") return Stage::modification;
  return Stage::competition;
}

std::string short_number(std::string_view number) {  // "2021/S 194-506436" -> "506436-2021"
  const std::size_t dash = number.rfind('-');
  if (number.size() < 6 || number[4] != '/' || dash == std::string_view::npos) return std::string(number);
  return std::string(number.substr(dash + 1)) + "-" + std::string(number.substr(0, 4));
}

void read_form(Notice& out, const pugi::xml_node& form) {
  out.kind = std::string(local(form));
  if (out.kind.starts_with("F") && out.kind.size() > 3) out.kind = out.kind.substr(0, 3);
  out.social_services = out.kind == "F21" || out.kind == "F22" || out.kind == "F23";
  read_buyers(out, form);
  const auto object = child(form, "OBJECT_CONTRACT");
  out.title = title_of(object ? object : form);
  out.cpv = at(object, "CPV_MAIN/CPV_CODE").attribute("CODE").value();
  if (out.cpv.empty())
    if (const auto codes = all(form, "CPV_CODE"); !codes.empty()) out.cpv = codes.front().attribute("CODE").value();
  out.awarded_cents = amount(child(object, "VAL_TOTAL"), out.currency);
  out.estimated_cents = amount(child(object, "VAL_ESTIMATED_TOTAL"), out.currency);
  read_lots(out, object);
  read_awards(out, form);
  if (const auto reference = all(form, "NOTICE_NUMBER_OJ"); !reference.empty())
    out.procedure_reference = short_number(text(reference.front()));
}

}  // namespace

void read_ted(const pugi::xml_node& root, Notice& out) {
  out.format = Format::ted_r209;
  out.source_id = root.attribute("DOC_ID").value();
  out.version = "01";
  out.publication_number = out.source_id;
  if (const auto date = all(root, "DATE_PUB"); !date.empty()) out.published_on = Date::parse_lenient(text(date.front()));
  const auto coded = child(root, "CODED_DATA_SECTION");
  if (const auto lang = at(coded, "NOTICE_DATA/LG_ORIG")) out.language = language(tenzij::text::trim(text(lang)).substr(0, 2));
  out.stage = stage_of(coded);
  out.nature = nature_of(coded);
  out.procedure_type = procedure_of(coded);
  if (const auto reference = at(coded, "NOTICE_DATA/REF_NOTICE/NO_DOC_OJS")) out.procedure_reference = short_number(text(reference));
  pugi::xml_node chosen;
  for (const auto& form : child(root, "FORM_SECTION").children()) {
    if (form.type() != pugi::node_element) continue;
    const std::string lang = language(form.attribute("LG").value());
    read_texts(out, form, "", lang);
    const bool original = std::string_view(form.attribute("CATEGORY").value()) == "ORIGINAL";
    if (!chosen || lang == "nl" || (original && language(chosen.attribute("LG").value()) != "nl")) chosen = form;
  }
  if (!chosen) throw Rejected{"tedWithoutForm"};
  // Declared codes are repeated in every translation; the places of the chosen form are kept.
  const std::string prefix = place(chosen);
  std::erase_if(out.declared, [&](const Declared& each) { return !each.place.starts_with(prefix); });
  read_form(out, chosen);
  out.procedure_key = out.procedure_reference.empty() ? out.publication_number : out.procedure_reference;
}

}  // namespace tenzij::notices::xml
