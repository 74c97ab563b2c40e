// One release of OCDS 1.1 as a notice.
#include <algorithm>
#include <set>

#include "notices/figures.h"
#include "notices/forms.h"
#include "notices/ocds.h"
#include "notices/xml.h"
#include "platform/base/money.h"
#include "platform/base/steps.h"
#include "scan/scan.h"

namespace tenzij::notices::ocds {

using json::array;
using json::object;
using json::value;

namespace {

class Reader {
 public:
  Reader(const object& release, Notice& out) : release_(release), out_(out) {}

  void run() {
    out_.format = Format::ocds;
    out_.procedure_key = string_at(release_, "ocid");
    if (out_.procedure_key.empty()) throw Rejected{"ocdsWithoutOcid"};
    out_.source_id = string_at(release_, "id");
    if (out_.source_id.empty()) out_.source_id = out_.procedure_key;
    // Release ids are unique within a process only.
    if (!out_.source_id.starts_with(out_.procedure_key)) out_.source_id = out_.procedure_key + "/" + out_.source_id;
    out_.version = "01";
    const std::string date = string_at(release_, "date");
    out_.published_on = Date::parse_lenient(date);
    if (const auto moment = parse_instant(date)) out_.released = to_iso(*moment);
    else if (out_.published_on) out_.released = out_.published_on->str();
    stage();
    buyers();
    tender(object_at(release_, "tender"));
    awards();
    const object& planning = object_at(release_, "planning");
    if (out_.title.empty()) out_.title = string_at(planning, "rationale");
    if (const object& budget = object_at(planning, "budget"); !figures_.estimated)
      figures_.estimated = amount(budget, "amount", "/planning/budget/amount");
    add("BT-24", "", string_at(planning, "rationale"), "/planning/rationale");
    if (!figures_.estimated) figures_.estimated = lots_estimated_.get();
    if (!figures_.maximum) figures_.maximum = lots_maximum_.get();
    put_figures(out_, figures_);
    languages(text::lower_ascii(string_at(release_, "language")));
  }

 private:
  const object& release_;
  Notice& out_;
  Figures figures_;
  Total lots_estimated_;
  Total lots_maximum_;
  std::map<std::string, std::size_t> lot_numbers_;  // where a lot stands in the notice

  // A figure; what is no number and not beyond doubt is named with its place.
  std::optional<Money> amount(const object& from, std::string_view name, const std::string& place) {
    const object& money = object_at(from, name);
    const value* given = money.if_contains("amount");
    if (given == nullptr || given->is_null()) return std::nullopt;
    std::optional<std::int64_t> cents;
    if (given->is_number()) {
      const double euros = given->to_number<double>();
      if (euros < 0 && euros >= -1) return std::nullopt;  // withheld
      if (euros >= 0 && euros <= 9e13) cents = cents_from(euros);
    } else if (given->is_string()) {
      cents = cents_beyond_doubt(string_at(money, "amount"));
    }
    if (cents) return Money{*cents, xml::name_of(string_at(money, "currency"))};
    if (out_.unclear.size() < limits::field_errors)
      out_.unclear.push_back({place + "/amount", text::shorten(given->is_string() ? string_at(money, "amount") : json::dump(*given), 60)});
    return std::nullopt;
  }

  // `language` is optional: without it each text says by its small words what it is in.
  void languages(const std::string& given) {
    static const std::map<std::string, std::string, std::less<>> names{
        {"nederlands", "nl"}, {"dutch", "nl"}, {"english", "en"}, {"engels", "en"}};
    const std::string first = given.substr(0, given.find_first_of("-_"));
    const auto name = names.find(first);
    out_.language = name != names.end() ? name->second : xml::language(first);
    if (out_.language.size() != 2) out_.language.clear();
    for (Text& each : out_.texts) each.language = out_.language.empty() ? scan::Engine::language_of(each.text) : out_.language;
  }

  void add(const std::string& field, const std::string& lot, std::string content, std::string place, std::optional<double> weight = {}) {
    steps::add();
    if (!text::trim(content).empty())
      out_.texts.push_back({field, lot, "", std::move(content), std::move(place), weight, weight ? "percent" : ""});
  }

  void stage() {
    // The farthest stage that its tags name; a tag that we do not know makes it something we do not count.
    static const std::vector<Stage> order{Stage::planning, Stage::competition, Stage::result, Stage::completion, Stage::modification};
    std::ptrdiff_t farthest = -1;
    for (const value& tag : array_at(release_, "tag")) {
      if (!tag.is_string()) continue;
      const std::string name = xml::name_of(tag.get_string());
      if (name == "compiled") {
        out_.compiled = true;
        if (out_.kind.empty()) out_.kind = name;
        continue;
      }
      const auto at = std::find(order.begin(), order.end(), stage_of_ocds(name)) - order.begin();
      if (at == static_cast<std::ptrdiff_t>(order.size()) && farthest < 0) out_.kind = name;
      if (at == static_cast<std::ptrdiff_t>(order.size()) || at < farthest) continue;
      farthest = at;
      out_.kind = name;
    }
    if (farthest >= 0) out_.stage = order[static_cast<std::size_t>(farthest)];
    else if (!out_.compiled && !out_.kind.empty()) out_.stage = Stage::other;
    else out_.stage = by_content();
    out_.form_type = boost::describe::enum_to_string(out_.stage, "");
    if (out_.kind.find("Cancellation") != std::string::npos) out_.outcome = "cancelled";
  }

  [[nodiscard]] Stage by_content() const {
    if (!array_at(release_, "awards").empty() || !array_at(release_, "contracts").empty()) return Stage::result;
    const object& tender = object_at(release_, "tender");
    return tender.empty() || string_at(tender, "status").starts_with("plan") ? Stage::planning : Stage::competition;
  }

  void buyers() {
    const auto add = [&](std::string name, std::string identifier, std::string town, std::string contact) {
      steps::add(out_.buyers.size());
      for (const Party& known : out_.buyers)
        if (known.name == name && (known.identifier == identifier || identifier.empty())) return;
      if (out_.buyers.size() < limits::lots_per_notice / 10)
        out_.buyers.push_back({std::move(name), std::move(identifier), std::move(town), std::move(contact)});
    };
    for (const value& each : array_at(release_, "parties")) {
      if (!each.is_object()) continue;
      const object& party = each.get_object();
      bool buys = false;
      for (const value& role : array_at(party, "roles")) {
        if (!role.is_string()) continue;
        const std::string_view name = role.get_string();
        // A procuring entity or central body that is another than the buyer buys for it.
        buys = buys || name == "buyer" || name == "procuringEntity" || name == "leadBuyer" || name == "centralPurchasingBody";
        out_.joint = out_.joint || name == "centralPurchasingBody" || name == "leadBuyer";
      }
      if (!buys) continue;
      const object& identifier = object_at(party, "identifier");
      const std::string id = string_at(identifier, "id");
      const object& contact = object_at(party, "contactPoint");
      const std::string mail = string_at(contact, "email");
      add(string_at(party, "name"), id.empty() ? string_at(party, "id") : id, string_at(object_at(party, "address"), "locality"),
          mail.empty() ? string_at(contact, "url") : mail);
    }
    const object& buyer = object_at(release_, "buyer");
    if (out_.buyers.empty() && !(string_at(buyer, "name").empty() && string_at(buyer, "id").empty()))
      add(string_at(buyer, "name"), string_at(buyer, "id"), "", "");
    const object& entity = object_at(object_at(release_, "tender"), "procuringEntity");
    if (!string_at(entity, "name").empty()) {
      const auto known =
          std::find_if(out_.buyers.begin(), out_.buyers.end(), [&](const Party& each) { return each.name == string_at(entity, "name"); });
      if (known == out_.buyers.end()) add(string_at(entity, "name"), string_at(entity, "id"), "", "");
    }
  }

  void tender(const object& tender) {
    out_.title = string_at(tender, "title");
    const std::string category = string_at(tender, "mainProcurementCategory");
    out_.nature = category == "goods" ? "supplies" : category;
    const std::string method = string_at(tender, "procurementMethod");
    out_.procedure_type = method == "open"        ? "open"
                          : method == "selective" ? "restricted"
                          : method == "limited"   ? "neg-wo-call"
                          : method == "direct"    ? "oth-single"
                                                  : "";
    figures_.estimated = amount(tender, "value", "/tender/value");
    figures_.maximum = maximum_of(tender, "/tender");
    if (const std::string status = string_at(tender, "status"); status == "cancelled" || status == "withdrawn" || status == "unsuccessful")
      out_.outcome = status;
    if (const value* count = tender.if_contains("numberOfTenderers"); count != nullptr && count->is_int64())
      out_.tenders_received = count->get_int64();
    for (const value& additional : array_at(tender, "additionalProcurementCategories"))
      if (additional.is_string() && additional.get_string() == "socialServices") out_.social_services = true;
    classification(tender);
    // The title is one text more: what is bought, not what is asked.
    add("BT-21", "", out_.title, "/tender/title");
    part(tender, "", "/tender");
    std::size_t number = 0;
    for (const value& lot : array_at(tender, "lots")) {
      if (!lot.is_object()) continue;
      if (number >= limits::lots_per_notice) throw Rejected{"tooManyLots"};
      const std::string place = "/tender/lots/" + std::to_string(number++);
      Lot entry;
      entry.id = xml::name_of(string_at(lot.get_object(), "id"));
      entry.title = string_at(lot.get_object(), "title");
      const auto own = amount(lot.get_object(), "value", place + "/value");
      const auto most = maximum_of(lot.get_object(), place);
      lots_estimated_.add(own);
      lots_maximum_.add(most);
      for (const auto& money : {own, most})
        if (money && entry.currency.empty()) entry.currency = money->currency;
      if (own) entry.estimated_cents = own->cents;
      if (most && most->currency == entry.currency) entry.maximum_cents = most->cents;
      if (const std::string status = string_at(lot.get_object(), "status"); status == "cancelled" || status == "unsuccessful")
        entry.outcome = status;
      add("BT-21", entry.id, entry.title, place + "/title");
      part(lot.get_object(), entry.id, place);
      lot_numbers_.emplace(entry.id, out_.lots.size());
      out_.lots.push_back(std::move(entry));
    }
  }

  // What may be spent at most, wherever publishers put it; never an estimate.
  std::optional<Money> maximum_of(const object& part, const std::string& place) {
    for (const char* name : {"maxValue", "maximumValue"})
      if (auto money = amount(part, name, place + "/" + name)) return money;
    const object& framework = object_at(object_at(part, "techniques"), "frameworkAgreement");
    for (const char* name : {"value", "maximumValue"})
      if (auto money = amount(framework, name, place + "/techniques/frameworkAgreement/" + name)) return money;
    return std::nullopt;
  }

  void classification(const object& tender) {
    const auto take = [&](const object& code) {
      if (text::lower_ascii(string_at(code, "scheme")) != "cpv") return;
      const std::string id = string_at(code, "id").substr(0, 8);
      if (out_.cpv.empty()) out_.cpv = id;
      else if (id != out_.cpv) out_.cpv_additional.push_back(id);
    };
    take(object_at(tender, "classification"));
    for (const value& item : array_at(tender, "items"))
      if (item.is_object()) {
        take(object_at(item.get_object(), "classification"));
        for (const value& more : array_at(item.get_object(), "additionalClassifications"))
          if (more.is_object()) take(more.get_object());
      }
  }

  // What a tender and a lot have in common.
  void part(const object& from, const std::string& lot, const std::string& place) {
    add("BT-24", lot, string_at(from, "description"), place + "/description");
    add("BT-750", lot, string_at(from, "eligibilityCriteria"), place + "/eligibilityCriteria");
    criteria(object_at(from, "awardCriteria"), "BT-540", lot, place + "/awardCriteria");
    criteria(object_at(from, "selectionCriteria"), "BT-750", lot, place + "/selectionCriteria");
    add("BT-540", lot, string_at(from, "awardCriteriaDetails"), place + "/awardCriteriaDetails");
    const object& terms = object_at(from, "contractTerms");
    add("BT-70", lot, string_at(terms, "performanceTerms"), place + "/contractTerms/performanceTerms");
    const object& other = object_at(from, "otherRequirements");
    for (const value& reserved : array_at(other, "reservedParticipation"))
      if (reserved.is_string())
        out_.declared.push_back(
            {"BT-71", reserved.get_string() == "shelteredWorkshop" ? "res-ws" : "res-pub-ser", lot, place + "/otherRequirements"});
    if (const value* sme = object_at(from, "suitability").if_contains("sme"); sme != nullptr && sme->is_bool())
      out_.sme_suitable = out_.sme_suitable.value_or(false) || sme->get_bool();
    sustainability(array_at(from, "sustainability"), lot, place + "/sustainability");
  }

  void criteria(const object& list, const std::string& field, const std::string& lot, const std::string& place) {
    std::size_t number = 0;
    for (const value& each : array_at(list, "criteria")) {
      const std::string here = place + "/criteria/" + std::to_string(number++);
      if (!each.is_object()) continue;
      const object& criterion = each.get_object();
      std::optional<double> weight;
      for (const value& figure : array_at(criterion, "numbers"))
        if (figure.is_object() && string_at(figure.get_object(), "weight").starts_with("percentage"))
          if (const value* amount = figure.get_object().if_contains("number"); amount != nullptr && amount->is_number())
            weight = amount->to_number<double>();
      const std::string kind = string_at(criterion, "type");
      const std::string actual = field == "BT-540" && kind == "price" ? "BT-540-price" : field;
      add(actual, lot, string_at(criterion, "name"), here + "/name", weight);
      add(actual, lot, string_at(criterion, "description"), here + "/description", weight);
    }
  }

  // The sustainability extension: goals -> the eForms codes they were made from.
  void sustainability(const array& list, const std::string& lot, const std::string& place) {
    static const std::vector<std::pair<std::string_view, std::string_view>> goals{{"climatechangemitigation", "clim-mitig"},
                                                                                  {"climatechangeadaptation", "clim-adapt"},
                                                                                  {"biodiversity", "biodiv-eco"},
                                                                                  {"pollution", "pollu-prev"},
                                                                                  {"water", "water-mar"},
                                                                                  {"circular", "circ-econ"},
                                                                                  {"humanrights", "hum-right"},
                                                                                  {"workingconditions", "work-cond"},
                                                                                  {"accessib", "acc-all"},
                                                                                  {"ethnic", "et-eq"},
                                                                                  {"gender", "gen-eq"},
                                                                                  {"employment", "opp"}};
    std::size_t number = 0;
    for (const value& each : list) {
      const std::string here = place + "/" + std::to_string(number++);
      if (!each.is_object()) continue;
      const std::string goal = text::lower_ascii(string_at(each.get_object(), "goal"));
      const bool environmental = goal.starts_with("environmental");
      out_.declared.push_back({"BT-06",
                               environmental                          ? "env-imp"
                               : goal.starts_with("economic.innovat") ? "inn-pur"
                                                                      : "soc-obj",
                               lot, here});
      for (const auto& [part, code] : goals)
        if (goal.find(part) != std::string::npos)
          out_.declared.push_back({environmental ? "BT-774" : "BT-775", std::string(code), lot, here});
      add("BT-777", lot, string_at(each.get_object(), "description"), here + "/description");
    }
  }

  // awardStatus: only what is active (or says nothing) was awarded; cancelled, unsuccessful and pending awards are named.
  void awards() {
    Total sum;
    std::map<std::string, Total> by_lot;
    std::size_t number = 0;
    const auto sizes = party_sizes();
    for (const value& each : array_at(release_, "awards")) {
      const std::string place = "/awards/" + std::to_string(number++);
      if (!each.is_object()) continue;
      const object& award = each.get_object();
      const std::string status = string_at(award, "status");
      const bool counts = status.empty() || status == "active";
      if (out_.outcome.empty() || counts) out_.outcome = counts ? "awarded" : xml::name_of(status);
      const auto& lots = array_at(award, "relatedLots");
      const std::string lot = lots.empty() || !lots[0].is_string() ? "" : xml::name_of(lots[0].get_string());
      for (const value& related : lots)
        if (related.is_string()) decided(xml::name_of(related.get_string()), counts ? "awarded" : xml::name_of(status));
      if (!counts) continue;
      const auto paid = amount(award, "value", place + "/value");
      sum.add(paid);
      if (lots.size() == 1) by_lot[lot].add(paid);
      if (const auto most = maximum_of(award, place)) figures_.maximum = most;
      std::size_t members = 0;
      for (const value& supplier : array_at(award, "suppliers")) {
        if (!supplier.is_object() || ++members > limits::consortium_members) continue;
        const std::string id = string_at(supplier.get_object(), "id");
        const auto size = sizes.find(id);
        out_.winners.push_back({string_at(supplier.get_object(), "name"), id, lot, size == sizes.end() ? "" : size->second,
                                paid ? std::optional(paid->cents) : std::nullopt, paid ? paid->currency : ""});
      }
    }
    put_awarded(out_, by_lot);
    figures_.awarded = sum.get();
    if (!figures_.awarded) figures_.awarded = contracts();
  }

  // What was decided about a lot; a release of an award alone does not describe its lots.
  void decided(const std::string& id, const std::string& outcome) {
    const auto known = lot_numbers_.emplace(id, out_.lots.size());
    if (known.second) {
      if (out_.lots.size() >= limits::lots_per_notice) throw Rejected{"tooManyLots"};
      out_.lots.emplace_back();
      out_.lots.back().id = id;
    }
    Lot& lot = out_.lots[known.first->second];
    if (lot.outcome != "awarded") lot.outcome = outcome;
  }

  // Where awards give no value, what was signed does.
  std::optional<Money> contracts() {
    Total sum;
    std::size_t number = 0;
    for (const value& each : array_at(release_, "contracts")) {
      const std::string place = "/contracts/" + std::to_string(number++);
      if (!each.is_object()) continue;
      const std::string status = string_at(each.get_object(), "status");
      if (status != "cancelled" && status != "pending") sum.add(amount(each.get_object(), "value", place + "/value"));
    }
    return sum.get();
  }

  [[nodiscard]] std::map<std::string, std::string> party_sizes() const {
    std::map<std::string, std::string> out;
    for (const value& party : array_at(release_, "parties"))
      if (party.is_object()) out.emplace(string_at(party.get_object(), "id"), string_at(object_at(party.get_object(), "details"), "scale"));
    return out;
  }
};

}  // namespace

void read_release(const value& v, const OnNotice& on_notice) {
  if (!v.is_object()) throw Rejected{"notOcds"};
  Notice notice;
  Reader(v.get_object(), notice).run();
  on_notice(std::move(notice), json::dump(v));
}

}  // namespace tenzij::notices::ocds
