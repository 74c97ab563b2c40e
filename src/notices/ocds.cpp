#include "notices/ocds.h"

#include <algorithm>

#include "platform/base/money.h"

namespace tenzij::notices::ocds {

namespace {

using json::array;
using json::object;
using json::value;

const object empty_object;
const array empty_array;

const object& object_at(const object& from, std::string_view name) {
  const value* found = from.if_contains(name);
  return found != nullptr && found->is_object() ? found->get_object() : empty_object;
}

const array& array_at(const object& from, std::string_view name) {
  const value* found = from.if_contains(name);
  return found != nullptr && found->is_array() ? found->get_array() : empty_array;
}

std::string string_at(const object& from, std::string_view name) {
  const value* found = from.if_contains(name);
  if (found == nullptr) return {};
  if (found->is_string()) {
    const std::string content(found->get_string());
    return text::valid_utf8(content) ? content : text::repair_utf8(content);
  }
  return found->is_int64() ? std::to_string(found->get_int64()) : std::string();
}

std::optional<std::int64_t> amount_at(const object& from, std::string_view name, std::string& currency) {
  const object& money = object_at(from, name);
  const value* number = money.if_contains("amount");
  if (number == nullptr || !number->is_number()) return std::nullopt;
  const double euros = number->to_number<double>();
  if (euros < 0 || euros > 9e13) return std::nullopt;
  if (currency.empty()) currency = string_at(money, "currency");
  return cents_from(euros);
}

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
    out_.published_on = Date::parse_lenient(string_at(release_, "date"));
    out_.language = text::repair_utf8(text::lower_ascii(string_at(release_, "language")).substr(0, 2));
    stage();
    buyers();
    tender(object_at(release_, "tender"));
    awards();
    if (out_.title.empty()) out_.title = string_at(object_at(release_, "planning"), "rationale");
    if (const object& budget = object_at(object_at(release_, "planning"), "budget"); !out_.estimated_cents && !budget.empty())
      out_.estimated_cents = amount_at(budget, "amount", out_.currency);
    add("BT-24", "", string_at(object_at(release_, "planning"), "rationale"), "/planning/rationale");
  }

 private:
  const object& release_;
  Notice& out_;

  void add(const std::string& field, const std::string& lot, std::string content, std::string place, std::optional<double> weight = {}) {
    if (!text::trim(content).empty())
      out_.texts.push_back({field, lot, out_.language, std::move(content), std::move(place), weight, weight ? "percent" : ""});
  }

  void stage() {
    for (const value& tag : array_at(release_, "tag")) {
      if (!tag.is_string()) continue;
      const std::string_view name = tag.get_string();
      out_.kind = std::string(name);
      if (name.starts_with("planning")) out_.stage = Stage::planning;
      if (name.starts_with("tender")) out_.stage = Stage::competition;
      if (name.starts_with("award") || name.starts_with("contract") || name.starts_with("implementation")) out_.stage = Stage::result;
      if (name == "compiled") out_.stage = array_at(release_, "awards").empty() ? Stage::competition : Stage::result;
    }
  }

  void buyers() {
    for (const value& party : array_at(release_, "parties")) {
      if (!party.is_object()) continue;
      const auto& roles = array_at(party.get_object(), "roles");
      const bool buyer =
          std::any_of(roles.begin(), roles.end(), [](const value& role) { return role.is_string() && role.get_string() == "buyer"; });
      if (!buyer) continue;
      out_.buyers.push_back({string_at(party.get_object(), "name"), string_at(object_at(party.get_object(), "identifier"), "id"),
                             string_at(object_at(party.get_object(), "address"), "locality")});
    }
    if (out_.buyers.empty() && !string_at(object_at(release_, "buyer"), "name").empty())
      out_.buyers.push_back({string_at(object_at(release_, "buyer"), "name"), string_at(object_at(release_, "buyer"), "id"), ""});
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
    out_.estimated_cents = amount_at(tender, "value", out_.currency);
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
      entry.id = string_at(lot.get_object(), "id");
      entry.title = string_at(lot.get_object(), "title");
      entry.estimated_cents = amount_at(lot.get_object(), "value", out_.currency);
      add("BT-21", entry.id, entry.title, place + "/title");
      part(lot.get_object(), entry.id, place);
      out_.lots.push_back(std::move(entry));
    }
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

  void awards() {
    std::int64_t sum = 0;
    for (const value& each : array_at(release_, "awards")) {
      if (!each.is_object()) continue;
      const object& award = each.get_object();
      const auto paid = amount_at(award, "value", out_.currency);
      sum += paid.value_or(0);
      const auto& lots = array_at(award, "relatedLots");
      const std::string lot = lots.empty() || !lots[0].is_string() ? "" : std::string(lots[0].get_string());
      for (const value& supplier : array_at(award, "suppliers")) {
        if (!supplier.is_object()) continue;
        out_.winners.push_back({string_at(supplier.get_object(), "name"), string_at(supplier.get_object(), "id"), lot,
                                size_of(string_at(supplier.get_object(), "id")), paid});
      }
    }
    if (sum > 0) out_.awarded_cents = sum;
  }

  std::string size_of(const std::string& party_id) {
    for (const value& party : array_at(release_, "parties"))
      if (party.is_object() && string_at(party.get_object(), "id") == party_id)
        return string_at(object_at(party.get_object(), "details"), "scale");
    return {};
  }
};

void read_release(const value& v, const OnNotice& on_notice) {
  if (!v.is_object()) throw Rejected{"notOcds"};
  Notice notice;
  Reader(v.get_object(), notice).run();
  on_notice(std::move(notice), json::dump(v));
}

void read_record(const object& record, const OnNotice& on_notice) {
  bool any = false;
  for (const value& release : array_at(record, "releases"))
    // Linked releases have an address only; embedded ones are complete.
    if (release.is_object() && release.get_object().contains("ocid")) {
      read_release(release, on_notice);
      any = true;
    }
  if (!any && record.contains("compiledRelease")) read_release(record.at("compiledRelease"), on_notice);
  if (!any && !record.contains("compiledRelease")) throw Rejected{"notOcds"};
}

void read_value(const value& v, const OnNotice& on_notice) {
  if (!v.is_object()) throw Rejected{"notOcds"};
  const object& root = v.get_object();
  if (root.contains("releases") && !root.contains("ocid")) {
    if (array_at(root, "releases").size() > limits::releases_per_file) throw Rejected{"tooManyReleases"};
    for (const value& release : array_at(root, "releases")) read_release(release, on_notice);
  } else if (root.contains("records")) {
    for (const value& record : array_at(root, "records"))
      if (record.is_object()) read_record(record.get_object(), on_notice);
  } else if (root.contains("compiledRelease") || (root.contains("releases") && root.contains("ocid"))) {
    read_record(root, on_notice);
  } else if (root.contains("ocid")) {
    read_release(v, on_notice);
  } else {
    throw Rejected{"notOcds"};
  }
}

}  // namespace

void read(std::string_view content, const OnNotice& on_notice) {
  value whole;
  try {
    whole = json::parse(content);
  } catch (const Error& error) {
    // More than one value: JSON Lines, one release or package per line.
    const std::size_t end = content.find('\n');
    if (end == std::string_view::npos || text::trim(content.substr(end)).empty()) throw Rejected{"jsonBroken", error.args()};
    std::string first_fault;
    std::size_t number = 0;
    std::size_t good = 0;
    for (const std::string_view line : text::split(content, '\n')) {
      ++number;
      if (text::trim(line).empty()) continue;
      try {
        read_value(json::parse(text::trim(line)), on_notice);
        if (++good > limits::releases_per_file) throw Rejected{"tooManyReleases"};
      } catch (const Error&) {
        if (good == 0) throw Rejected{"jsonBroken", error.args()};
        if (first_fault.empty()) first_fault = std::to_string(number);
      } catch (const Rejected&) {
        if (first_fault.empty()) first_fault = std::to_string(number);
      }
    }
    if (good == 0) throw Rejected{"notOcds"};
    if (!first_fault.empty()) throw Rejected{"jsonLinesPartly", {{"line", first_fault}}};
    return;
  }
  read_value(whole, on_notice);
}

}  // namespace tenzij::notices::ocds
