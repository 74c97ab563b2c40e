// What a buyer ticks in an eForms notice about impact, as follows from the requirements: to type over, or as an XML fragment.
// Business terms and code lists: Implementing Regulation (EU) 2019/1780, eForms SDK. Places in the XML: the lot's
// ProcurementProject (BT-06, BT-774, BT-775, BT-776, BT-805) and its TenderingTerms (BT-71).
#include "purchase/store.h"

namespace tenzij::purchase {

namespace {

struct EformsValues {
  std::vector<EformsValue> values;
  int lots;
  std::string fragment;  // of the first lot
};
BOOST_DESCRIBE_STRUCT(EformsValues, (), (values, lots, fragment))

const std::map<std::string, std::string, std::less<>>& list_names() {
  static const std::map<std::string, std::string, std::less<>> names{
      {"BT-06", "strategic-procurement"},   {"BT-774", "environmental-impact"}, {"BT-775", "social-objective"},
      {"BT-776", "innovative-acquisition"}, {"BT-805", "gpp-criteria"},         {"BT-71", "reserved-procurement"}};
  return names;
}

class Values {
 public:
  void add(const std::string& field, const std::string& code, const std::string& because) {
    for (EformsValue& each : all)
      if (each.field == field && each.code == code) {
        if (!because.empty() && std::find(each.because.begin(), each.because.end(), because) == each.because.end())
          each.because.push_back(because);
        return;
      }
    all.push_back({field, code, because.empty() ? std::vector<std::string>{} : std::vector{because}});
  }
  [[nodiscard]] bool has(std::string_view field) const {
    return std::any_of(all.begin(), all.end(), [&](const auto& each) { return each.field == field; });
  }
  std::vector<EformsValue> all;
};

// The first hint whose words stand in the text; the last of a theme has none and holds otherwise.
const EformsHint* hint_of(const Knowledge& knowledge, const Requirement& requirement) {
  const std::string text = text::lower_ascii(requirement.title + " " + requirement.filled);
  for (const EformsHint& each : knowledge.eforms_hints) {
    if (each.theme != requirement.theme) continue;
    if (each.words.empty() ||
        std::any_of(each.words.begin(), each.words.end(), [&](const auto& word) { return text.find(word) != std::string::npos; }))
      return &each;
  }
  return nullptr;
}

// Whose environmental criteria a requirement takes over, as far as its source says.
std::string green_source(db::Session& session, const Requirement& in) {
  if (!in.criterion_id) return "other";
  const std::string source =
      session.scalar<std::string>("SELECT coalesce(source, '') FROM criteria.criterion WHERE id = $1", *in.criterion_id).value_or("");
  if (source.find("EU GPP") != std::string::npos || source.find("EU-criteria") != std::string::npos) return "eu";
  return source.find("MVI-criteria") != std::string::npos ? "national" : "other";
}

std::string innovation_of(const PurchaseRow& purchase) {
  if (purchase.procedure == "innovation_partnership") return "rd-act";
  return purchase.nature == Nature::supplies ? "prod-innov" : "proc-innov";
}

std::vector<EformsValue> values_of(db::Session& session, const PurchaseRow& purchase, const Knowledge& knowledge) {
  Values out;
  // Who invites publishes no notice.
  if (!has_notice(purchase.procedure.value_or(""))) return {};
  bool reserved = false;
  for (const Requirement& each : requirements_of(session, purchase)) {
    if (each.state != RequirementState::chosen) continue;
    if (const EformsHint* hint = hint_of(knowledge, each)) {
      out.add("BT-06", hint->field == "BT-774" ? "env-imp" : "soc-obj", each.title);
      out.add(hint->field, hint->code, each.title);
      if (hint->field == "BT-774") out.add("BT-805", green_source(session, each), each.title);
    }
    // An open question at the highest level asks for what is not there yet.
    if (each.open && each.level == 3) {
      out.add("BT-06", "inn-pur", each.title);
      out.add("BT-776", innovation_of(purchase), each.title);
    }
    if (each.instrument == "reserved") {
      out.add("BT-71", "res-ws", each.title);
      reserved = true;
    }
  }
  if (!out.has("BT-06")) out.add("BT-06", "none", "");
  if (!out.has("BT-805")) out.add("BT-805", "none", "");
  if (!reserved) out.add("BT-71", "none", "");
  std::stable_sort(out.all.begin(), out.all.end(), [](const auto& a, const auto& b) { return a.field < b.field; });
  return out.all;
}

std::string lot(const std::vector<EformsValue>& values, int number) {
  std::string digits = std::to_string(number);
  digits.insert(0, 4 - std::min<std::size_t>(4, digits.size()), '0');
  std::string out = "  <cac:ProcurementProjectLot>\n    <cbc:ID schemeName=\"Lot\">LOT-" + digits + "</cbc:ID>\n    <cac:TenderingTerms>\n";
  for (const EformsValue& each : values)
    if (each.field == "BT-71")
      out +=
          "      <cac:TendererQualificationRequest>\n        <cac:SpecificTendererRequirement>\n          <cbc:TendererRequirementTypeCode "
          "listName=\"" +
          list_names().at(each.field) + "\">" + each.code +
          "</cbc:TendererRequirementTypeCode>\n        </cac:SpecificTendererRequirement>\n      </cac:TendererQualificationRequest>\n";
  out += "    </cac:TenderingTerms>\n    <cac:ProcurementProject>\n";
  for (const EformsValue& each : values)
    if (each.field != "BT-71")
      out += "      <cac:ProcurementAdditionalType>\n        <cbc:ProcurementTypeCode listName=\"" + list_names().at(each.field) + "\">" +
             each.code + "</cbc:ProcurementTypeCode>\n      </cac:ProcurementAdditionalType>\n";
  return out + "    </cac:ProcurementProject>\n  </cac:ProcurementProjectLot>\n";
}

std::string fragment(const std::vector<EformsValue>& values, int lots) {
  if (values.empty()) return "";
  std::string out =
      "<ContractNotice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2\" "
      "xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\" "
      "xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">\n";
  for (int i = 1; i <= lots; ++i) out += lot(values, i);
  return out + "</ContractNotice>\n";
}

}  // namespace

std::vector<EformsValue> eforms_values(db::Session& session, const Uuid& purchase, const Knowledge& knowledge) {
  return values_of(session, purchase_row(session, purchase), knowledge);
}

void add_eforms_routes(http::Router& router, const Knowledge& knowledge) {
  router.get<EformsValues>("/purchases/{id}/eforms", "purchase.read",
                           {"getPurchaseEforms", "requirements", "What to tick in the notice, and the requirements it follows from"},
                           [&knowledge](const http::Request& request, db::Session& session) {
                             const PurchaseRow purchase = purchase_row(session, request.id_param("id"));
                             const auto values = values_of(session, purchase, knowledge);
                             return EformsValues{values, purchase.lots, fragment(values, 1)};
                           });
  router.download<http::None>("/purchases/{id}/eforms-fragment", "purchase.read",
                              {"downloadPurchaseEforms", "requirements", "The same as XML, for every lot"}, "application/xml",
                              [&knowledge](const http::Request& request, db::Session& session) {
                                const PurchaseRow purchase = purchase_row(session, request.id_param("id"));
                                if (!has_notice(purchase.procedure.value_or(""))) throw conflict("noNotice");
                                return http::file("application/xml; charset=utf-8", "eforms-impact.xml",
                                                  fragment(values_of(session, purchase, knowledge), purchase.lots));
                              });
}

}  // namespace tenzij::purchase
