// How OCDS is packed: packages, records, lists, JSON Lines and versioned releases.
#include "notices/ocds.h"

#include <algorithm>

#include "platform/base/steps.h"

namespace tenzij::notices::ocds {

using json::array;
using json::object;
using json::value;

namespace {

const object empty_object;
const array empty_array;

}  // namespace

const object& object_at(const object& from, std::string_view name) {
  const value* found = from.if_contains(name);
  return found != nullptr && found->is_object() ? found->get_object() : empty_object;
}

const array& array_at(const object& from, std::string_view name) {
  const value* found = from.if_contains(name);
  return found != nullptr && found->is_array() ? found->get_array() : empty_array;
}

std::string string_at(const object& from, std::string_view name) {
  steps::add();
  const value* found = from.if_contains(name);
  if (found == nullptr) return {};
  if (found->is_string()) {
    const std::string content(found->get_string());
    return text::valid_utf8(content) ? content : text::repair_utf8(content);
  }
  return found->is_int64() ? std::to_string(found->get_int64()) : std::string();
}

namespace {

// A versioned release holds every value a field ever had, each with its release: the newest of each makes a release.
// An explicit list instead of recursion; a publisher decides how deep it goes.
json::value newest_of(const value& versioned) {
  value out = versioned;
  std::string last;
  std::vector<value*> waiting{&out};
  while (!waiting.empty()) {
    value* here = waiting.back();
    waiting.pop_back();
    steps::add();
    if (here->is_object()) {
      for (auto& member : here->get_object()) waiting.push_back(&member.value());
      continue;
    }
    if (!here->is_array()) continue;
    array& list = here->get_array();
    steps::add(list.size());
    const bool versions = !list.empty() && std::all_of(list.begin(), list.end(), [](const value& each) {
      return each.is_object() && (each.get_object().contains("releaseDate") || each.get_object().contains("releaseID"));
    });
    if (!versions) {
      for (value& each : list) waiting.push_back(&each);
      continue;
    }
    std::size_t best = 0;
    std::string best_date;
    for (std::size_t i = 0; i < list.size(); ++i) {
      std::string date = string_at(list[i].get_object(), "releaseDate");
      if (const auto moment = parse_instant(date)) date = to_iso(*moment);
      if (date >= best_date) {
        best = i;
        best_date = date;
      }
    }
    last = std::max(last, best_date);
    const value* chosen = list[best].get_object().if_contains("value");
    value kept = chosen == nullptr ? value(nullptr) : *chosen;
    *here = std::move(kept);
  }
  if (out.is_object()) {
    out.get_object()["date"] = last;
    out.get_object()["id"] = "versioned";
    out.get_object()["tag"] = array{"compiled"};
  }
  return out;
}

// All of a list; a wrong one stops none of the others and is what the file is blamed for in the end.
template <class Read>
void each_of(const array& list, const Read& read) {
  std::optional<Rejected> fault;
  for (const value& each : list) try {
      read(each);
    } catch (Rejected& wrong) {
      if (!fault) fault = std::move(wrong);
    }
  if (fault) throw Rejected{*fault};
}

void read_record(const value& v, const OnNotice& on_notice) {
  if (!v.is_object()) throw Rejected{"notOcds"};
  const object& record = v.get_object();
  bool any = false;
  bool linked = false;
  for (const value& release : array_at(record, "releases")) {
    // Linked releases have an address only; embedded ones are complete.
    const bool whole = release.is_object() && release.get_object().contains("ocid");
    if (whole) read_release(release, on_notice);
    any = any || whole;
    linked = linked || !whole;
  }
  if (any && !linked) return;
  if (const value* compiled = record.if_contains("compiledRelease"); compiled != nullptr && compiled->is_object()) {
    value whole = *compiled;
    // Some publishers leave out what the record says already.
    if (!whole.get_object().contains("ocid")) whole.get_object()["ocid"] = string_at(record, "ocid");
    if (array_at(whole.get_object(), "tag").empty()) whole.get_object()["tag"] = array{"compiled"};
    read_release(whole, on_notice);
  } else if (const value* versioned = record.if_contains("versionedRelease"); versioned != nullptr && versioned->is_object()) {
    value whole = newest_of(*versioned);
    if (!whole.get_object().contains("ocid")) whole.get_object()["ocid"] = string_at(record, "ocid");
    read_release(whole, on_notice);
  } else if (!any) {
    throw Rejected{"notOcds"};
  }
}

void read_object(const value& v, const OnNotice& on_notice) {
  if (!v.is_object()) throw Rejected{"notOcds"};
  const object& root = v.get_object();
  if (root.contains("releases") && !root.contains("ocid")) {
    if (array_at(root, "releases").size() > limits::releases_per_file) throw Rejected{"tooManyReleases"};
    each_of(array_at(root, "releases"), [&](const value& release) { read_release(release, on_notice); });
  } else if (root.contains("records")) {
    each_of(array_at(root, "records"), [&](const value& record) { read_record(record, on_notice); });
  } else if (root.contains("compiledRelease") || root.contains("versionedRelease") ||
             (root.contains("releases") && root.contains("ocid"))) {
    read_record(v, on_notice);
  } else if (root.contains("ocid")) {
    read_release(v, on_notice);
  } else {
    throw Rejected{"notOcds"};
  }
}

// A release, record or package, or a list of them.
void read_value(const value& v, const OnNotice& on_notice) {
  if (!v.is_array()) return read_object(v, on_notice);
  if (v.get_array().empty()) throw Rejected{"notOcds"};
  if (v.get_array().size() > limits::releases_per_file) throw Rejected{"tooManyReleases"};
  each_of(v.get_array(), [&](const value& each) { read_object(each, on_notice); });
}

Rejected broken(const Error& error) { return {error.code() == "jsonTooDeep" ? error.code() : "jsonBroken", error.args()}; }

}  // namespace

void read(std::string_view content, const OnNotice& on_notice) {
  value whole;
  try {
    whole = json::parse(content);
  } catch (const Error& error) {
    // More than one value: JSON Lines, one release or package per line.
    const std::size_t end = content.find('\n');
    if (end == std::string_view::npos || text::trim(content.substr(end)).empty() || content.substr(0, end).size() < 3) throw broken(error);
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
        if (good == 0) throw broken(error);
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
