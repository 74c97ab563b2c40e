// TED_EXPORT R2.0.9: the forms F01-F25 and the older defence forms. Read by element names, since the forms share
// them and differ in where they stand.
#include <algorithm>
#include <cstdlib>

#include "notices/forms.h"
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

struct TedReading {
  const Document& document;
  Notice& out;
};

void add(const TedReading& in, const std::string& field, const std::string& lot, const std::string& lang, const pugi::xml_node& node,
         std::optional<double> weight = {}) {
  std::string content = text(node);
  if (!content.empty())
    in.out.texts.push_back({field, lot, lang, std::move(content), place(in.document, node), weight, weight ? "percent" : ""});
}

// The weight stands right behind its criterion.
std::optional<double> weight_of(const pugi::xml_node& criterion) {
  pugi::xml_node node = criterion.next_sibling();
  while (node && node.type() != pugi::node_element) node = node.next_sibling();
  if (!node || (local(node) != "AC_WEIGHTING" && local(node) != "WEIGHTING")) return std::nullopt;
  std::string raw = text(node);
  std::replace(raw.begin(), raw.end(), ',', '.');
  char* end = nullptr;
  const double number = std::strtod(raw.c_str(), &end);
  return end == raw.c_str() ? std::nullopt : std::optional(number);
}

// The node behind an element and all that stands in it.
pugi::xml_node after(pugi::xml_node node) {
  while (node && !node.next_sibling()) node = node.parent();
  return node ? node.next_sibling() : node;
}

// Texts and declared codes of one form, in one language. A lot is where its OBJECT_DESCR stands.
void read_texts(const TedReading& in, const pugi::xml_node& form, const std::string& lang) {
  Notice& out = in.out;
  pugi::xml_node behind;  // the first node that no longer belongs to the lot
  std::string lot;
  walk(form, [&](const pugi::xml_node& each) {
    if (each == behind) lot.clear();
    if (each.type() != pugi::node_element) return false;
    const std::string_view name = local(each);
    if (name == "OBJECT_DESCR") {
      behind = after(each);
      lot = name_of(text(child(each, "LOT_NO")));
      add(in, "BT-21", lot, lang, child(each, "TITLE"));
    } else if (name == "OBJECT_CONTRACT") {
      add(in, "BT-21", lot, lang, child(each, "TITLE"));
    }
    if (name == "AC_CRITERION" || (name == "CRITERIA" && local(each.parent()) == "CRITERIA_DEFINITION")) {
      add(in, "BT-540", lot, lang, each, weight_of(each));
    } else if (name == "RESTRICTED_SHELTERED_WORKSHOP") {
      out.declared.push_back({"BT-71", "res-ws", lot, place(in.document, each)});
    } else if (name == "RESTRICTED_SHELTERED_PROGRAM") {
      out.declared.push_back({"BT-736", "yes", lot, place(in.document, each)});
    } else if (name == "RESERVED_ORGANISATIONS_SERVICE_MISSION") {
      out.declared.push_back({"BT-71", "res-pub-ser", lot, place(in.document, each)});
    } else if (const auto found = fields().find(name); found != fields().end()) {
      add(in, found->second, lot, lang, each);
    } else {
      return true;
    }
    return false;
  });
}

std::optional<Money> ted_amount(const pugi::xml_node& node) {
  // PUBLICATION="NO", here or on the values together: given to the Publications Office, not to the public.
  for (const auto& each : {node, node.parent()})
    if (std::string_view(each.attribute("PUBLICATION").value()) == "NO") return std::nullopt;
  if (!node) return std::nullopt;
  const auto cents = parse_cents(text(node));
  return cents ? std::optional(Money{*cents, name_of(node.attribute("CURRENCY").value())}) : std::nullopt;
}

Party party_of(const pugi::xml_node& address) {
  Party party{text(child(address, "OFFICIALNAME")), text(child(address, "NATIONALID")), text(child(address, "TOWN")),
              text(child(address, "E_MAIL"))};
  if (party.contact.empty()) party.contact = text(child(address, "URL_GENERAL"));
  if (party.name.empty())
    if (const auto deep = all(address, "OFFICIALNAME"); !deep.empty()) party.name = text(deep.front());
  party.name = tenzij::text::collapse_spaces(party.name);
  return party;
}

void read_ted_buyers(Notice& out, const pugi::xml_node& form) {
  for (const auto& body : children(form, "CONTRACTING_BODY")) {
    for (const char* name : {"ADDRESS_CONTRACTING_BODY", "ADDRESS_CONTRACTING_BODY_ADDITIONAL"})
      for (const auto& address : children(body, name)) out.buyers.push_back(party_of(address));
    out.joint = out.joint || child(body, "JOINT_PROCUREMENT_INVOLVED") || child(body, "CENTRAL_PURCHASING");
  }
  if (out.buyers.empty())
    for (const auto& profile : all(form, "CA_CE_CONCESSIONAIRE_PROFILE")) {
      out.buyers.push_back(party_of(profile));
      break;
    }
}

void read_ted_lots(Notice& out, const pugi::xml_node& object, Total& estimated) {
  for (const auto& node : children(object, "OBJECT_DESCR")) {
    if (out.lots.size() >= limits::lots_per_notice) throw Rejected{"tooManyLots"};
    Lot lot;
    lot.id = name_of(text(child(node, "LOT_NO")));
    lot.title = text(child(node, "TITLE"));
    lot.cpv = at(node, "CPV_ADDITIONAL/CPV_CODE").attribute("CODE").value();
    if (const auto money = ted_amount(child(node, "VAL_OBJECT"))) {
      lot.estimated_cents = money->cents;
      lot.currency = money->currency;
      estimated.add(money);
    }
    for (const auto& extra : children(node, "CPV_ADDITIONAL"))
      out.cpv_additional.emplace_back(child(extra, "CPV_CODE").attribute("CODE").value());
    out.lots.push_back(std::move(lot));
  }
}

// What the contracts of a notice say, together and by lot.
struct Awards {
  Total paid;
  Total estimated;  // V.2.4: what was estimated before
  std::map<std::string, std::string> outcomes;
  std::map<std::string, Total> by_lot;
};

// Value of one contract, outcome, tenders and winners. A contract that was not awarded has its reason instead.
void read_award(Notice& out, const pugi::xml_node& award, Awards& in_all) {
  const std::string lot = name_of(text(child(award, "LOT_NO")));
  std::string outcome = child(award, "AWARDED_CONTRACT") ? "awarded" : "";
  if (const auto failed = child(award, "NO_AWARDED_CONTRACT"))
    outcome = child(failed, "PROCUREMENT_DISCONTINUED") ? "cancelled" : "unsuccessful";
  if (!outcome.empty() && in_all.outcomes[lot] != "awarded") in_all.outcomes[lot] = outcome;
  if (out.outcome.empty() || outcome == "awarded") out.outcome = outcome;
  const auto contract = child(award, "AWARDED_CONTRACT");
  std::optional<Money> paid;
  if (const auto totals = all(contract, "VAL_TOTAL"); !totals.empty()) paid = ted_amount(totals.front());
  in_all.paid.add(paid);
  in_all.by_lot[lot].add(paid);
  for (const auto& before : all(contract, "VAL_ESTIMATED_TOTAL")) in_all.estimated.add(ted_amount(before));
  for (const auto& number : all(contract, "NB_TENDERS_RECEIVED"))
    out.tenders_received = out.tenders_received.value_or(0) + number.text().as_llong();
  for (const auto& contractor : all(contract, "CONTRACTOR")) {
    const Party party = party_of(child(contractor, "ADDRESS_CONTRACTOR"));
    const char* size = child(contractor, "SME") ? "sme" : child(contractor, "NO_SME") ? "large" : "";
    out.winners.push_back(
        {party.name, party.identifier, lot, size, paid ? std::optional(paid->cents) : std::nullopt, paid ? paid->currency : ""});
  }
}

// The forms for defence of R2.0.8 write the same in other words.
void read_defence_award(Notice& out, const pugi::xml_node& award, Awards& in_all) {
  const auto cost = [&](std::string_view name) -> std::optional<Money> {
    const auto found = all(award, name);
    if (found.empty()) return std::nullopt;
    const auto cents = parse_cents(text(child(found.front(), "VALUE_COST")));
    return cents ? std::optional(Money{*cents, name_of(found.front().attribute("CURRENCY").value())}) : std::nullopt;
  };
  const auto paid = cost("COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE");
  in_all.paid.add(paid);
  in_all.estimated.add(cost("INITIAL_ESTIMATED_TOTAL_VALUE_CONTRACT"));
  for (const auto& number : all(award, "OFFERS_RECEIVED_NUMBER"))
    out.tenders_received = out.tenders_received.value_or(0) + number.text().as_llong();
  for (const auto& operator_ : all(award, "ECONOMIC_OPERATOR_NAME_ADDRESS")) {
    out.outcome = "awarded";
    out.winners.push_back({party_of(operator_).name, "", name_of(text(child(award, "LOT_NUMBER"))), "",
                           paid ? std::optional(paid->cents) : std::nullopt, paid ? paid->currency : ""});
  }
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
      {"C", "comp-dial"}, {"G", "innovation"}, {"T", "neg-wo-call"}, {"V", "neg-wo-call"}, {"F", "neg-wo-call"}};
  const auto found = all(root, "PR_PROC");
  if (found.empty()) return {};
  const auto code = known.find(std::string_view(found.front().attribute("CODE").value()));
  return code == known.end() ? "" : code->second;
}

// The number of an earlier notice: what that one is to this one follows from what this one is.
void refer(Notice& out, const std::string& written) {
  const std::string number = publication_key(written);
  if (number.empty() || number == publication_key(out.publication_number)) return;
  const Relation relation = out.stage == Stage::change         ? Relation::replaces
                            : out.stage == Stage::modification ? Relation::modifies
                            : out.stage == Stage::result       ? Relation::follows
                                                               : Relation::planning;
  for (const Reference& known : out.references)
    if (known.target == number) return;
  if (out.references.size() < limits::consortium_members) out.references.push_back({relation, number});
}

void read_form(Notice& out, const pugi::xml_node& form) {
  read_ted_buyers(out, form);
  const auto object = child(form, "OBJECT_CONTRACT");
  out.title = title_of(object ? object : form);
  out.cpv = at(object, "CPV_MAIN/CPV_CODE").attribute("CODE").value();
  if (out.cpv.empty())
    if (const auto codes = all(form, "CPV_CODE"); !codes.empty()) out.cpv = codes.front().attribute("CODE").value();
  Figures figures;
  Total estimated;
  Awards awards;
  read_ted_lots(out, object, estimated);
  for (const auto& award : children(form, "AWARD_CONTRACT")) read_award(out, award, awards);
  for (const auto& award : all(form, "AWARD_OF_CONTRACT_DEFENCE")) read_defence_award(out, award, awards);
  if (out.lots.empty() && !all(form, "AWARD_OF_CONTRACT_DEFENCE").empty()) out.lots.emplace_back();
  // A purchase that is not divided has one lot, whatever number its contract has.
  if (out.lots.size() == 1 && out.lots.front().id.empty() && awards.outcomes.size() == 1)
    out.lots.front().id = awards.outcomes.begin()->first;
  for (Lot& lot : out.lots)
    if (const auto outcome = awards.outcomes.find(lot.id); outcome != awards.outcomes.end()) lot.outcome = outcome->second;
  put_awarded(out, awards.by_lot);
  const auto total = child(object, "VAL_TOTAL");
  figures.awarded = total ? ted_amount(total) : awards.paid.get();
  figures.estimated = ted_amount(child(object, "VAL_ESTIMATED_TOTAL"));
  if (!figures.estimated) figures.estimated = estimated.get();
  if (!figures.estimated) figures.estimated = awards.estimated.get();
  put_figures(out, figures);
  for (const auto& reference : all(form, "NOTICE_NUMBER_OJ")) refer(out, text(reference));
}

}  // namespace

void read_ted(const Document& document, Notice& out) {
  const auto root = document.tree.document_element();
  const TedReading in{document, out};
  out.format = Format::ted_r209;
  out.source_id = name_of(root.attribute("DOC_ID").value());
  out.version = "01";
  out.publication_number = out.source_id;
  if (const auto date = all(root, "DATE_PUB"); !date.empty()) out.published_on = Date::parse_lenient(text(date.front()));
  const auto coded = child(root, "CODED_DATA_SECTION");
  if (const auto lang = at(coded, "NOTICE_DATA/LG_ORIG")) out.language = language(tenzij::text::trim(text(lang)).substr(0, 2));
  out.nature = nature_of(coded);
  out.procedure_type = procedure_of(coded);
  pugi::xml_node chosen;
  for (const auto& form : child(root, "FORM_SECTION").children()) {
    if (form.type() != pugi::node_element) continue;
    const std::string lang = language(form.attribute("LG").value());
    read_texts(in, form, lang);
    const bool original = std::string_view(form.attribute("CATEGORY").value()) == "ORIGINAL";
    if (!chosen || lang == "nl" || (original && language(chosen.attribute("LG").value()) != "nl")) chosen = form;
  }
  if (!chosen) throw Rejected{"tedWithoutForm"};
  out.kind = name_of(local(chosen));
  if ((out.kind.starts_with("F") || out.kind.starts_with("T")) && out.kind.find('_') == 3) out.kind = out.kind.substr(0, 3);
  out.subtype = child(chosen, "NOTICE").attribute("TYPE").value();
  const auto document_type = all(coded, "TD_DOCUMENT_TYPE");
  const std::string type_code = document_type.empty() ? "" : document_type.front().attribute("CODE").value();
  out.stage = stage_of_ted(out.kind, out.subtype, type_code);
  out.social_services = out.kind == "F21" || out.kind == "F22" || out.kind == "F23";
  // Declared codes are repeated in every translation; the places of the chosen form are kept.
  const std::string prefix = place(document, chosen);
  std::erase_if(out.declared, [&](const Declared& each) { return !each.place.starts_with(prefix); });
  read_form(out, chosen);
  if (const auto reference = at(coded, "NOTICE_DATA/REF_NOTICE/NO_DOC_OJS")) refer(out, text(reference));
  out.procedure_key = publication_key(out.publication_number);
}

}  // namespace tenzij::notices::xml
