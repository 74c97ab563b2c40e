// eForms: UBL 2.3 with the eForms extensions, SDK 1.3 and later.
#include <set>

#include "notices/xml.h"
#include "platform/base/money.h"

namespace tenzij::notices::xml {

namespace {

std::string value(const pugi::xml_node& node, std::string_view path) { return text(at(node, path)); }

std::optional<std::int64_t> amount(const pugi::xml_node& node, std::string& currency) {
  if (!node) return std::nullopt;
  const auto cents = parse_cents(text(node));
  if (cents && currency.empty()) currency = node.attribute("currencyID").value();
  return cents;
}

void add_texts(Notice& out, const pugi::xml_node& parent, std::string_view element, const std::string& field, const std::string& lot,
               std::optional<double> weight = {}, const std::string& unit = {}) {
  for (const auto& node : children(parent, element)) {
    std::string content = text(node);
    if (content.empty()) continue;
    const std::string code = node.attribute("languageID").value();
    out.texts.push_back({field, lot, code.empty() ? out.language : language(code), std::move(content), place(node), weight, unit});
  }
}

// The codes in which a buyer declares impact, wherever they stand.
void add_declared(Notice& out, const pugi::xml_node& node, const std::string& lot) {
  static const std::map<std::string, std::string, std::less<>> lists{
      {"strategic-procurement", "BT-06"},   {"environmental-impact", "BT-774"}, {"social-objective", "BT-775"},
      {"innovative-acquisition", "BT-776"}, {"gpp-criteria", "BT-805"},         {"reserved-procurement", "BT-71"},
      {"reserved-execution", "BT-736"},     {"accessibility", "BT-754"}};
  for (const auto& each : node.children()) {
    if (each.type() != pugi::node_element || local(each) == "ProcurementProjectLot") continue;
    if (const char* list = each.attribute("listName").value(); *list != '\0') {
      if (const auto found = lists.find(list); found != lists.end()) out.declared.push_back({found->second, text(each), lot, place(each)});
    }
    add_declared(out, each, lot);
  }
}

struct Organisation {
  Party party;
  std::string size;
};

std::map<std::string, Organisation> organisations(const pugi::xml_node& root) {
  std::map<std::string, Organisation> out;
  for (const auto& organisation : all(root, "Organization")) {
    const auto company = child(organisation, "Company");
    const std::string id = value(company, "PartyIdentification/ID");
    if (id.empty()) continue;
    out[id] = {{value(company, "PartyName/Name"), value(company, "PartyLegalEntity/CompanyID"), value(company, "PostalAddress/CityName")},
               value(company, "CompanySizeCode")};
  }
  return out;
}

void read_award_criteria(Notice& out, const pugi::xml_node& terms, const std::string& lot) {
  for (const auto& criterion : all(terms, "SubordinateAwardingCriterion")) {
    std::optional<double> weight;
    std::string unit;
    for (const auto& parameter : all(criterion, "AwardCriterionParameter")) {
      const auto code = child(parameter, "ParameterCode");
      if (std::string_view(code.attribute("listName").value()) != "number-weight") continue;
      weight = child(parameter, "ParameterNumeric").text().as_double();
      unit = text(code).starts_with("poi") ? "points" : "percent";
    }
    const std::string kind = value(criterion, "AwardingCriterionTypeCode");
    // A price is no theme, whatever its text says; its weight still counts for the others.
    const std::string field = kind == "price" ? "BT-540-price" : "BT-540";
    add_texts(out, criterion, "Name", field, lot, weight, unit);
    add_texts(out, criterion, "Description", field, lot, weight, unit);
  }
}

void read_terms(Notice& out, const pugi::xml_node& terms, const std::string& lot) {
  for (const auto& criteria : all(terms, "SelectionCriteria")) add_texts(out, criteria, "Description", "BT-750", lot);
  for (const auto& request : children(terms, "TendererQualificationRequest"))
    for (const auto& requirement : children(request, "SpecificTendererRequirement")) {
      const std::string_view list = child(requirement, "TendererRequirementTypeCode").attribute("listName").value();
      if (list == "exclusion-ground") add_texts(out, requirement, "Description", "BT-67", lot);
      if (list == "selection-criterion") add_texts(out, requirement, "Description", "BT-750", lot);
    }
  for (const auto& condition : children(terms, "ContractExecutionRequirement")) {
    const std::string_view list = child(condition, "ExecutionRequirementCode").attribute("listName").value();
    if (list == "conditions") add_texts(out, condition, "Description", "BT-70", lot);
  }
  read_award_criteria(out, terms, lot);
}

void read_project(Notice& out, const pugi::xml_node& project, const std::string& lot) {
  add_texts(out, project, "Name", "BT-21", lot);
  add_texts(out, project, "Description", "BT-24", lot);
  add_texts(out, project, "Note", "BT-300", lot);
  for (const auto& each : children(project, "ProcurementAdditionalType")) add_texts(out, each, "ProcurementType", "BT-777", lot);
}

void read_lots(Notice& out, const pugi::xml_node& root) {
  for (const auto& node : children(root, "ProcurementProjectLot")) {
    if (out.lots.size() >= limits::lots_per_notice) throw Rejected{"tooManyLots"};
    Lot lot;
    lot.id = value(node, "ID");
    const auto project = child(node, "ProcurementProject");
    lot.title = value(project, "Name");
    lot.cpv = value(project, "MainCommodityClassification/ItemClassificationCode");
    lot.nature = value(project, "ProcurementTypeCode");
    lot.estimated_cents = amount(at(project, "RequestedTenderTotal/EstimatedOverallContractAmount"), out.currency);
    if (const std::string sme = value(project, "SMESuitableIndicator"); !sme.empty()) lot.sme_suitable = sme == "true";
    if (lot.sme_suitable == true) out.sme_suitable = true;
    if (lot.sme_suitable && !out.sme_suitable) out.sme_suitable = false;
    read_project(out, project, lot.id);
    read_terms(out, child(node, "TenderingTerms"), lot.id);
    add_declared(out, node, lot.id);
    if (out.cpv.empty()) out.cpv = lot.cpv;
    if (out.nature.empty()) out.nature = lot.nature;
    out.lots.push_back(std::move(lot));
  }
}

void read_result(Notice& out, const pugi::xml_node& root, const std::map<std::string, Organisation>& known) {
  const auto found = all(root, "NoticeResult");
  if (found.empty()) return;
  const auto& result = found.front();
  out.awarded_cents = amount(child(result, "TotalAmount"), out.currency);
  std::map<std::string, std::vector<std::string>> tenderers;  // tendering party -> organisations
  for (const auto& party : children(result, "TenderingParty"))
    for (const auto& tenderer : children(party, "Tenderer")) tenderers[value(party, "ID")].push_back(value(tenderer, "ID"));
  std::set<std::string> winning;
  for (const auto& lot : children(result, "LotResult")) {
    if (value(lot, "TenderResultCode") == "selec-w")
      for (const auto& tender : children(lot, "LotTender")) winning.insert(value(tender, "ID"));
    for (const auto& statistics : children(lot, "ReceivedSubmissionsStatistics"))
      if (value(statistics, "StatisticsCode") == "tenders")
        out.tenders_received = out.tenders_received.value_or(0) + child(statistics, "StatisticsNumeric").text().as_llong();
  }
  std::int64_t sum = 0;
  for (const auto& tender : children(result, "LotTender")) {
    if (!winning.contains(value(tender, "ID"))) continue;
    const auto paid = amount(at(tender, "LegalMonetaryTotal/PayableAmount"), out.currency);
    sum += paid.value_or(0);
    for (const std::string& id : tenderers[value(tender, "TenderingParty/ID")]) {
      const auto organisation = known.find(id);
      if (organisation == known.end()) continue;
      out.winners.push_back({organisation->second.party.name, organisation->second.party.identifier, value(tender, "TenderLot/ID"),
                             organisation->second.size, paid});
    }
  }
  if (!out.awarded_cents && sum > 0) out.awarded_cents = sum;
}

Stage stage_of(std::string_view list) {
  if (list == "planning") return Stage::planning;
  if (list == "result" || list == "dir-awa-pre") return Stage::result;
  if (list == "cont-modif") return Stage::modification;
  return Stage::competition;
}

}  // namespace

void read_eforms(const pugi::xml_node& root, Notice& out) {
  out.format = Format::eforms;
  for (const auto& id : children(root, "ID"))
    if (out.source_id.empty()) out.source_id = text(id);
  out.version = value(root, "VersionID");
  out.procedure_key = value(root, "ContractFolderID");
  out.language = language(value(root, "NoticeLanguageCode"));
  const auto type = child(root, "NoticeTypeCode");
  out.kind = text(type);
  out.stage = stage_of(type.attribute("listName").value());
  out.social_services = out.kind.find("social") != std::string::npos;
  if (const auto publication = all(root, "Publication"); !publication.empty()) {
    out.publication_number = value(publication.front(), "NoticePublicationID");
    out.published_on = Date::parse_lenient(value(publication.front(), "PublicationDate"));
  }
  if (!out.published_on) out.published_on = Date::parse_lenient(value(root, "IssueDate"));
  if (const auto changed = all(root, "ChangedNoticeIdentifier"); !changed.empty()) out.changes = text(changed.front());
  const auto known = organisations(root);
  for (const auto& party : children(root, "ContractingParty")) {
    const auto organisation = known.find(value(party, "Party/PartyIdentification/ID"));
    if (organisation != known.end()) out.buyers.push_back(organisation->second.party);
  }
  out.procedure_type = value(root, "TenderingProcess/ProcedureCode");
  const auto project = child(root, "ProcurementProject");
  out.nature = value(project, "ProcurementTypeCode");
  out.cpv = value(project, "MainCommodityClassification/ItemClassificationCode");
  for (const auto& each : children(project, "AdditionalCommodityClassification"))
    out.cpv_additional.push_back(value(each, "ItemClassificationCode"));
  out.estimated_cents = amount(at(project, "RequestedTenderTotal/EstimatedOverallContractAmount"), out.currency);
  read_project(out, project, "");
  read_terms(out, child(root, "TenderingTerms"), "");
  add_texts(out, child(root, "TenderingProcess"), "Description", "BT-88", "");
  add_declared(out, root, "");
  read_lots(out, root);
  if (!out.estimated_cents) {
    std::int64_t sum = 0;
    for (const Lot& lot : out.lots) sum += lot.estimated_cents.value_or(0);
    if (sum > 0) out.estimated_cents = sum;
  }
  read_result(out, root, known);
}

}  // namespace tenzij::notices::xml
