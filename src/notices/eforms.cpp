// eForms: UBL 2.3 with the eForms extensions, SDK 1.3 and later.
#include <set>

#include "notices/forms.h"
#include "notices/xml.h"
#include "platform/base/money.h"

namespace tenzij::notices::xml {

namespace {

std::optional<Money> amount(const pugi::xml_node& node) {
  if (!node) return std::nullopt;
  // A withheld amount is replaced by -1, which parse_cents does not take.
  const auto cents = parse_cents(text(node));
  return cents ? std::optional(Money{*cents, name_of(node.attribute("currencyID").value())}) : std::nullopt;
}

struct Reading {
  const Document& document;
  Notice& out;
  Figures figures;
};

void add_texts(Reading& in, const pugi::xml_node& parent, std::string_view element, const std::string& field, const std::string& lot,
               std::optional<double> weight = {}, const std::string& unit = {}) {
  for (const auto& node : children(parent, element)) {
    std::string content = text(node);
    if (content.empty() || content == "unpublished") continue;
    const std::string code = node.attribute("languageID").value();
    in.out.texts.push_back(
        {field, lot, code.empty() ? in.out.language : language(code), std::move(content), place(in.document, node), weight, unit});
  }
}

// The codes in which a buyer declares impact, wherever they stand.
void add_declared(Reading& in, const pugi::xml_node& node, const std::string& lot) {
  static const std::map<std::string, std::string, std::less<>> lists{
      {"strategic-procurement", "BT-06"},   {"environmental-impact", "BT-774"}, {"social-objective", "BT-775"},
      {"innovative-acquisition", "BT-776"}, {"gpp-criteria", "BT-805"},         {"reserved-procurement", "BT-71"},
      {"reserved-execution", "BT-736"},     {"accessibility", "BT-754"}};
  walk(node, [&](const pugi::xml_node& each) {
    if (each.type() != pugi::node_element || local(each) == "ProcurementProjectLot") return false;
    if (const char* list = each.attribute("listName").value(); *list != '\0')
      if (const auto found = lists.find(list); found != lists.end())
        in.out.declared.push_back({found->second, name_of(text(each)), lot, place(in.document, each)});
    return true;
  });
}

struct Organisation {
  Party party;
  std::string size;
  bool buys_for_others = false;  // a central purchasing body
};

// A name in several languages: the Dutch one, or else the English one, or else the first.
std::string name_in_dutch(const pugi::xml_node& company) {
  std::string out;
  int best = -1;
  for (const auto& party : children(company, "PartyName"))
    for (const auto& name : children(party, "Name")) {
      const std::string spoken = language(name.attribute("languageID").value());
      const int rank = spoken == "nl" ? 2 : spoken == "en" ? 1 : 0;
      if (rank <= best) continue;
      best = rank;
      out = tenzij::text::collapse_spaces(text(name));
    }
  return out == "unpublished" ? std::string() : out;
}

bool says_yes(const pugi::xml_node& node, std::string_view name) { return text(child(node, name)) == "true"; }

std::map<std::string, Organisation> organisations(const pugi::xml_node& root) {
  std::map<std::string, Organisation> out;
  for (const auto& organisation : all(root, "Organization")) {
    const auto company = child(organisation, "Company");
    const std::string id = value(company, "PartyIdentification/ID");
    if (id.empty()) continue;
    std::string contact = value(company, "Contact/ElectronicMail");
    if (contact.empty()) contact = value(company, "WebsiteURI");
    out[id] = {{name_in_dutch(company), value(company, "PartyLegalEntity/CompanyID"), value(company, "PostalAddress/CityName"),
                std::move(contact)},
               value(company, "CompanySizeCode"),
               says_yes(organisation, "AcquiringCPBIndicator") || says_yes(organisation, "AwardingCPBIndicator")};
  }
  return out;
}

void read_award_criteria(Reading& in, const pugi::xml_node& terms, const std::string& lot) {
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
    add_texts(in, criterion, "Name", field, lot, weight, unit);
    add_texts(in, criterion, "Description", field, lot, weight, unit);
  }
}

void read_terms(Reading& in, const pugi::xml_node& terms, const std::string& lot) {
  for (const auto& criteria : all(terms, "SelectionCriteria")) add_texts(in, criteria, "Description", "BT-750", lot);
  for (const auto& request : children(terms, "TendererQualificationRequest"))
    for (const auto& requirement : children(request, "SpecificTendererRequirement")) {
      const std::string_view list = child(requirement, "TendererRequirementTypeCode").attribute("listName").value();
      if (list == "exclusion-ground") add_texts(in, requirement, "Description", "BT-67", lot);
      if (list == "selection-criterion") add_texts(in, requirement, "Description", "BT-750", lot);
    }
  for (const auto& condition : children(terms, "ContractExecutionRequirement")) {
    const std::string_view list = child(condition, "ExecutionRequirementCode").attribute("listName").value();
    if (list == "conditions") add_texts(in, condition, "Description", "BT-70", lot);
  }
  read_award_criteria(in, terms, lot);
}

void read_project(Reading& in, const pugi::xml_node& project, const std::string& lot) {
  add_texts(in, project, "Name", "BT-21", lot);
  add_texts(in, project, "Description", "BT-24", lot);
  add_texts(in, project, "Note", "BT-300", lot);
  for (const auto& each : children(project, "ProcurementAdditionalType")) add_texts(in, each, "ProcurementType", "BT-777", lot);
}

// A group of lots names lots that stand there by themselves (BT-330): its texts and values are theirs.
bool is_group(const pugi::xml_node& lot) {
  const auto id = child(lot, "ID");
  return std::string_view(id.attribute("schemeName").value()) == "LotsGroup" || text(id).starts_with("GLO-");
}

Lot read_lot(const pugi::xml_node& node, const pugi::xml_node& project, Total& estimated, Total& maximum) {
  Lot lot;
  lot.id = name_of(value(node, "ID"));
  lot.title = value(project, "Name");
  lot.cpv = value(project, "MainCommodityClassification/ItemClassificationCode");
  lot.nature = value(project, "ProcurementTypeCode");
  const auto total = child(project, "RequestedTenderTotal");
  const auto own = amount(child(total, "EstimatedOverallContractAmount"));
  const auto most = all(total, "FrameworkMaximumAmount");
  // BT-271, and where editions before SDK 1.10 put it.
  const auto ceiling = amount(most.empty() ? at(node, "TenderingProcess/FrameworkAgreement/EstimatedMaximumValueAmount") : most.front());
  estimated.add(own);
  maximum.add(ceiling);
  for (const auto& money : {own, ceiling})
    if (money && lot.currency.empty()) lot.currency = money->currency;
  if (own) lot.estimated_cents = own->cents;
  if (ceiling && ceiling->currency == lot.currency) lot.maximum_cents = ceiling->cents;
  if (const std::string sme = value(project, "SMESuitableIndicator"); !sme.empty()) lot.sme_suitable = sme == "true";
  return lot;
}

void read_lots(Reading& in, const pugi::xml_node& root) {
  Notice& out = in.out;
  Total estimated;
  Total maximum;
  for (const auto& node : children(root, "ProcurementProjectLot")) {
    if (is_group(node)) continue;
    if (out.lots.size() >= limits::lots_per_notice) throw Rejected{"tooManyLots"};
    const auto project = child(node, "ProcurementProject");
    Lot lot = read_lot(node, project, estimated, maximum);
    if (lot.sme_suitable == true) out.sme_suitable = true;
    if (lot.sme_suitable && !out.sme_suitable) out.sme_suitable = false;
    read_project(in, project, lot.id);
    read_terms(in, child(node, "TenderingTerms"), lot.id);
    add_declared(in, node, lot.id);
    if (out.cpv.empty()) out.cpv = lot.cpv;
    if (out.nature.empty()) out.nature = lot.nature;
    out.lots.push_back(std::move(lot));
  }
  // Of the whole when it is given, or else of the lots together; never both.
  if (!in.figures.estimated) in.figures.estimated = estimated.get();
  if (!in.figures.maximum) in.figures.maximum = maximum.get();
}

// What may not be published yet: the business term, wherever it stands (BT-195).
std::set<std::string> read_withheld(Notice& out, const pugi::xml_node& root) {
  static const std::map<std::string, std::string, std::less<>> terms{{"not-val", "BT-161"},     {"not-max-val", "BT-118"},
                                                                     {"win-ten-val", "BT-720"}, {"max-val", "BT-709"},
                                                                     {"win-cho", "BT-142"},     {"num-tou", "BT-759"}};
  std::set<std::string> codes;
  for (const auto& privacy : all(root, "FieldsPrivacy"))
    if (const std::string code = name_of(text(child(privacy, "FieldIdentifierCode"))); !code.empty()) codes.insert(code);
  for (const std::string& code : codes) {
    const auto known = terms.find(code);
    out.withheld.push_back(known == terms.end() ? code : known->second);
  }
  return codes;
}

// BT-142 per lot, and of the notice: awarded when any lot was.
std::set<std::string> read_outcomes(Notice& out, const pugi::xml_node& result) {
  static const std::map<std::string, std::string, std::less<>> known{
      {"selec-w", "awarded"}, {"clos-nw", "unsuccessful"}, {"open-nw", "open"}};
  std::set<std::string> winning;
  std::map<std::string, std::string> by_lot;
  for (const auto& lot : children(result, "LotResult")) {
    const auto outcome = known.find(value(lot, "TenderResultCode"));
    for (const auto& statistics : children(lot, "ReceivedSubmissionsStatistics"))
      if (value(statistics, "StatisticsCode") == "tenders" && child(statistics, "StatisticsNumeric").text().as_llong() >= 0)
        out.tenders_received = out.tenders_received.value_or(0) + child(statistics, "StatisticsNumeric").text().as_llong();
    // A notice of a modification, or of a contract that is to be given directly, says no outcome: its tenders have the contract.
    if (child(lot, "SettledContract") && !child(lot, "TenderResultCode"))
      for (const auto& tender : children(lot, "LotTender")) winning.insert(value(tender, "ID"));
    if (outcome == known.end()) continue;
    by_lot[value(lot, "TenderLot/ID")] = outcome->second;
    if (out.outcome.empty() || outcome->second == "awarded") out.outcome = outcome->second;
    if (outcome->second == "awarded")
      for (const auto& tender : children(lot, "LotTender")) winning.insert(value(tender, "ID"));
  }
  for (Lot& lot : out.lots)
    if (const auto found = by_lot.find(lot.id); found != by_lot.end()) lot.outcome = found->second;
  return winning;
}

void read_result(Reading& in, const pugi::xml_node& root, const std::map<std::string, Organisation>& known) {
  const auto found = all(root, "NoticeResult");
  if (found.empty()) return;
  Notice& out = in.out;
  const auto& result = found.front();
  const auto withheld = read_withheld(out, result);
  const auto total_node = child(result, "TotalAmount");
  if (!withheld.contains("not-val")) in.figures.awarded = amount(total_node);
  // BT-118 or BT-709: what may be spent under the frameworks, no contract by itself.
  if (!withheld.contains("not-max-val"))
    if (const auto most = amount(child(result, "OverallMaximumFrameworkContractsAmount"))) in.figures.maximum = most;
  std::map<std::string, std::vector<std::string>> tenderers;  // tendering party -> organisations
  for (const auto& party : children(result, "TenderingParty")) {
    auto& members = tenderers[value(party, "ID")];
    for (const auto& tenderer : children(party, "Tenderer"))
      if (members.size() < limits::consortium_members) members.push_back(value(tenderer, "ID"));
  }
  Total maximum;
  for (const auto& lot : children(result, "LotResult")) maximum.add(amount(at(lot, "FrameworkAgreementValues/MaximumValueAmount")));
  if (!in.figures.maximum && !withheld.contains("max-val")) in.figures.maximum = maximum.get();
  const auto winning = read_outcomes(out, result);
  Total paid_in_all;
  std::map<std::string, Total> paid_by_lot;
  for (const auto& tender : children(result, "LotTender")) {
    if (!winning.contains(value(tender, "ID"))) continue;
    const auto paid = withheld.contains("win-ten-val") ? std::nullopt : amount(at(tender, "LegalMonetaryTotal/PayableAmount"));
    paid_in_all.add(paid);
    paid_by_lot[name_of(value(tender, "TenderLot/ID"))].add(paid);
    for (const std::string& id : tenderers[value(tender, "TenderingParty/ID")]) {
      const auto organisation = known.find(id);
      if (organisation == known.end()) continue;
      out.winners.push_back({organisation->second.party.name, organisation->second.party.identifier, name_of(value(tender, "TenderLot/ID")),
                             organisation->second.size, paid ? std::optional(paid->cents) : std::nullopt, paid ? paid->currency : ""});
    }
  }
  put_awarded(out, paid_by_lot);
  // A total that is withheld stays so; only where none is given the winning tenders make it.
  if (!total_node && !withheld.contains("not-val")) in.figures.awarded = paid_in_all.get();
}

// How a notice names another: by its id and version, or by a publication number in any spelling.
std::string target_of(const pugi::xml_node& node) {
  const std::string written = name_of(text(node));
  const std::string number = publication_key(written);
  return number.empty() ? tenzij::text::lower_ascii(written) : number;
}

void read_references(Notice& out, const pugi::xml_node& root) {
  // BT-758 replaces a notice; the same element under ContractModification (BT-1501) names the award that was modified.
  const auto add = [&](std::string_view element, std::string_view name, Relation relation) {
    for (const auto& parent : all(root, element))
      for (const auto& each : children(parent, name))
        if (std::string target = target_of(each); !target.empty()) out.references.push_back({relation, std::move(target)});
  };
  add("Changes", "ChangedNoticeIdentifier", Relation::replaces);
  add("ContractModification", "ChangedNoticeIdentifier", Relation::modifies);
  add("NoticeDocumentReference", "ID", Relation::planning);  // BT-125
  for (const auto& reason : all(root, "ChangeReason"))
    if (text(child(reason, "ReasonCode")).starts_with("cancel")) out.outcome = "cancelled";
}

void read_buyers(Notice& out, const pugi::xml_node& root, const std::map<std::string, Organisation>& known) {
  for (const auto& party : children(root, "ContractingParty")) {
    const auto organisation = known.find(value(party, "Party/PartyIdentification/ID"));
    if (organisation == known.end()) continue;
    out.buyers.push_back(organisation->second.party);
    out.joint = out.joint || organisation->second.buys_for_others;
  }
}

}  // namespace

void read_eforms(const Document& document, Notice& out) {
  const auto root = document.tree.document_element();
  Reading in{document, out, {}};
  out.format = Format::eforms;
  for (const auto& id : children(root, "ID"))
    if (out.source_id.empty()) out.source_id = tenzij::text::lower_ascii(name_of(text(id)));
  out.version = name_of(value(root, "VersionID"));
  out.procedure_key = name_of(value(root, "ContractFolderID"));
  out.language = language(value(root, "NoticeLanguageCode"));
  const auto type = child(root, "NoticeTypeCode");
  out.kind = name_of(text(type));
  out.form_type = name_of(type.attribute("listName").value());
  if (const auto subtype = all(root, "NoticeSubType"); !subtype.empty()) out.subtype = name_of(value(subtype.front(), "SubTypeCode"));
  out.stage = stage_of_eforms(out.form_type, out.kind, out.subtype);
  out.social_services = out.kind.find("social") != std::string::npos;
  if (const auto publication = all(root, "Publication"); !publication.empty()) {
    out.publication_number = name_of(value(publication.front(), "NoticePublicationID"));
    out.published_on = Date::parse_lenient(value(publication.front(), "PublicationDate"));
  }
  if (!out.published_on) out.published_on = Date::parse_lenient(value(root, "IssueDate"));
  const auto known = organisations(root);
  read_buyers(out, root, known);
  out.procedure_type = value(root, "TenderingProcess/ProcedureCode");
  const auto project = child(root, "ProcurementProject");
  out.nature = value(project, "ProcurementTypeCode");
  out.cpv = value(project, "MainCommodityClassification/ItemClassificationCode");
  for (const auto& each : children(project, "AdditionalCommodityClassification"))
    out.cpv_additional.push_back(value(each, "ItemClassificationCode"));
  in.figures.estimated = amount(at(project, "RequestedTenderTotal/EstimatedOverallContractAmount"));
  if (const auto most = all(child(project, "RequestedTenderTotal"), "FrameworkMaximumAmount"); !most.empty())
    in.figures.maximum = amount(most.front());
  read_project(in, project, "");
  read_terms(in, child(root, "TenderingTerms"), "");
  add_texts(in, child(root, "TenderingProcess"), "Description", "BT-88", "");
  add_declared(in, root, "");
  read_lots(in, root);
  read_result(in, root, known);
  read_references(out, root);
  put_figures(out, in.figures);
}

}  // namespace tenzij::notices::xml
