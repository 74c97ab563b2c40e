#include "notices/whose.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace tenzij::notices {

namespace {

using Words = std::vector<std::string>;

// Words in lower case; the marks that part a name from what is added to it are words of their own, points vanish.
Words words_of(std::string_view name) {
  Words out;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) out.push_back(std::move(word));
    word.clear();
  };
  const std::string plain = text::lower_ascii(text::collapse_spaces(name));
  for (std::size_t i = 0; i < plain.size() && out.size() < 60; ++i) {
    const char c = plain[i];
    // A dash between letters belongs to the name (Sittard-Geleen); with a space on a side it parts.
    const bool dash = c == '-' && (i == 0 || plain[i - 1] == ' ' || i + 1 == plain.size() || plain[i + 1] == ' ');
    if (c == ' ') {
      end();
    } else if (c == ',' || c == '/' || c == '&' || c == '+' || c == ';' || c == ':' || c == '|' || c == '(' || c == ')' || dash) {
      end();
      if (c != ')') out.emplace_back(1, c);
    } else if (plain.compare(i, 3, "–") == 0 || plain.compare(i, 3, "—") == 0) {
      end();
      out.emplace_back("-");
      i += 2;
    } else if (c != '.' && c != '"' && c != '\'') {
      word += c;
    }
  }
  end();
  return out;
}

bool one_of(const std::string& word, const std::set<std::string>& list) { return list.contains(word); }

// "gemeente", "gem." and what stands around it say nothing about which one.
const std::set<std::string> titles{"gemeente", "gem", "gemeentebestuur", "municipality", "de", "het", "of", "van", "stad", "city"};
// Between two who buy together, or one for the other.
const std::set<std::string> together{"mede",    "namens", "en",   "and", "&", "+",    "samen", "ook",
                                     "alsmede", "ism",    "with", "/",   ";", "voor", "behalf"};
const std::set<std::string> marks_between{",", "-", "(", ":", "|"};
// What stands behind such a mark and is an organisation of its own.
const std::set<std::string> organisations{"gemeente",
                                          "gemeenten",
                                          "provincie",
                                          "waterschap",
                                          "stichting",
                                          "vereniging",
                                          "regio",
                                          "metropool",
                                          "veiligheidsregio",
                                          "omgevingsdienst",
                                          "universiteit",
                                          "hogeschool",
                                          "bv",
                                          "nv",
                                          "ggd",
                                          "mede",
                                          "namens",
                                          "en",
                                          "coöperatie",
                                          "cooperatie",
                                          "hoogheemraadschap",
                                          "ministerie",
                                          "rijkswaterstaat",
                                          "shared",
                                          "dienstverleningsorganisatie",
                                          "inkoopbureau"};
const std::set<std::string> departments{"afdeling", "afd",     "team",   "cluster", "directie",         "dienst", "inkoop", "sector",
                                        "domein",   "college", "bureau", "concern", "ingenieursbureau", "unit",   "bestuur"};

// Where the words of the own name stand in a buyer's name: alone (own), beside somebody else (joint), or not at all.
Whose by_name(const Words& own, const Words& name) {
  if (own.empty() || own.size() > name.size()) return Whose::other;
  for (std::size_t at = 0; at + own.size() <= name.size(); ++at) {
    if (!std::equal(own.begin(), own.end(), name.begin() + static_cast<std::ptrdiff_t>(at))) continue;
    const auto begin = name.begin();
    const auto from = begin + static_cast<std::ptrdiff_t>(at);
    const auto to = from + static_cast<std::ptrdiff_t>(own.size());
    auto before = from;
    while (before != begin && one_of(*(before - 1), titles)) --before;
    const bool titled = before != from;
    const auto names_another = [](auto first, auto last) {
      return std::any_of(first, last, [](const std::string& w) { return one_of(w, organisations); });
    };
    const bool several = before != begin && (*begin == "gemeenten" || *(before - 1) == "gemeenten");
    bool joint = false;
    if (before != begin) {
      const std::string& last = *(before - 1);
      if (one_of(last, together) || several || (last == "," && names_another(begin, before))) joint = true;
      else if (!(one_of(*begin, departments) && (titled || one_of(last, marks_between)))) continue;  // "Provincie Utrecht" is not Utrecht
    }
    if (to != name.end()) {
      if (one_of(*to, together)) {
        joint = true;
      } else if (one_of(*to, marks_between)) {
        // "Bergen (NH)" is another than "Bergen (L)"; "X, gemeente" is X.
        if (*to == "(" && to + 1 != name.end() && (to + 1)->size() <= 4 && to + 2 == name.end()) continue;
        const bool only_title = std::all_of(to + 1, name.end(), [](const std::string& w) { return one_of(w, titles); });
        if (!only_title && (several || names_another(to + 1, name.end()))) joint = true;
      } else if (!one_of(*to, departments)) {
        continue;  // "Bergen op Zoom" is not Bergen
      }
    }
    return joint ? Whose::joint : Whose::own;
  }
  return Whose::other;
}

std::string digits_of(std::string_view from) {
  std::string out;
  for (const char c : from)
    if (c >= '0' && c <= '9') out += c;
  return out;
}

// All a number may be known by: as written, and the KvK number or RSIN inside an OIN or VAT number. Zeros in front say nothing.
std::set<std::string> keys_of(std::string_view identifier) {
  std::set<std::string> out;
  std::string plain;
  for (const char c : text::lower_ascii(identifier.substr(0, 200)))
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) plain += c;
  if (plain.size() >= 4) out.insert(plain);
  const auto add = [&](std::string number) {
    number.erase(0, std::min(number.find_first_not_of('0'), number.size()));
    if (number.size() >= 6) out.insert(number);
  };
  const std::string digits = digits_of(plain);
  add(digits);
  // Logius: 8 digits of the register (1 RSIN, 3 KvK), the number, and zeros to make it 20.
  if (digits.size() == 20 && digits.starts_with("00000001")) add(digits.substr(8, 9));
  if (digits.size() == 20 && digits.starts_with("00000003")) add(digits.substr(8, 8));
  if (plain.size() == 14 && plain.starts_with("nl") && plain[11] == 'b') add(plain.substr(2, 9));
  return out;
}

bool same_number(const std::vector<std::string>& own, const std::string& given) {
  if (given.empty()) return false;
  const auto keys = keys_of(given);
  return std::any_of(own.begin(), own.end(), [&](const std::string& each) {
    const auto mine = keys_of(each);
    return std::any_of(mine.begin(), mine.end(), [&](const std::string& key) { return keys.contains(key); });
  });
}

// A buyer without a name is known by where it is reached: noorderveen.nl, gemeentenoorderveen.nl.
bool same_contact(const Marks& marks, std::string_view contact) {
  std::string host = text::lower_ascii(contact.substr(contact.rfind('@') + 1));
  for (const std::string_view start : {"https://", "http://", "www."})
    if (host.starts_with(start)) host.erase(0, start.size());
  host = host.substr(0, host.find('/'));
  return std::any_of(marks.names.begin(), marks.names.end(), [&](const std::string& name) {
    std::string plain;
    for (const std::string& word : words_of(name))
      if (!one_of(word, titles)) plain += word;
    return !plain.empty() && (host == plain + ".nl" || host == "gemeente" + plain + ".nl" || host == "gemeente-" + plain + ".nl");
  });
}

Whose judge_one(const Marks& marks, const Party& buyer) {
  Whose out = Whose::other;
  const Words name = words_of(buyer.name);
  for (const std::string& each : marks.names) {
    Words own = words_of(each);
    while (!own.empty() && one_of(own.front(), titles) && own.size() > 1) own.erase(own.begin());
    const Whose by = by_name(own, name);
    if (by == Whose::joint) return by;
    if (by == Whose::own) out = by;
  }
  if (out == Whose::other && same_number(marks.identifiers, buyer.identifier)) out = Whose::own;
  if (out == Whose::other && name.empty() && buyer.identifier.empty() && same_contact(marks, buyer.contact)) out = Whose::own;
  return out;
}

struct Mark {
  std::string kind;
  std::string value;
};
BOOST_DESCRIBE_STRUCT(Mark, (), (kind, value))

struct Named {
  std::string code;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Named, (), (code, name))

}  // namespace

Whose judge(const Marks& marks, const std::vector<Party>& buyers, bool joint) {
  bool own = false;
  bool others = false;
  bool named = false;
  for (const Party& buyer : buyers) {
    if (text::trim(buyer.name).empty() && buyer.identifier.empty() && buyer.contact.empty()) continue;
    named = true;
    const Whose one = judge_one(marks, buyer);
    own = own || one != Whose::other;
    others = others || one != Whose::own;
  }
  if (!named) return Whose::unknown;
  if (!own) return Whose::other;
  return others || joint ? Whose::joint : Whose::own;
}

Marks marks_of(db::Session& session) {
  Marks out;
  for (Mark& mark : session.rows<Mark>("SELECT kind, value FROM notices.own_mark ORDER BY kind, value"))
    (mark.kind == "name" ? out.names : out.identifiers).push_back(std::move(mark.value));
  if (!out.names.empty() || !out.identifiers.empty()) return out;
  const auto municipality =
      session.find<Named>("SELECT code, name FROM platform.municipality WHERE id = $1", session.actor().municipality_id);
  if (municipality) out = {{municipality->name}, {municipality->code}, true};
  return out;
}

std::string fingerprint_of(const Marks& marks) {
  std::string all;
  for (const auto& each : marks.names) all += "n " + each + "\n";
  for (const auto& each : marks.identifiers) all += "i " + each + "\n";
  // The rule itself has an edition too.
  return sha256_hex("1\n" + all).substr(0, 16);
}

}  // namespace tenzij::notices
