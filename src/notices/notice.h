// A published notice, whatever format it came in. Codes are the eForms codes (BT numbers name the business terms
// of Regulation (EU) 2019/1780); older and other formats are mapped to them.
#pragma once

#include <map>

#include "platform/base/json.h"

namespace tenzij::notices {

enum class Format { eforms, ted_r209, ocds };
BOOST_DESCRIBE_ENUM(Format, eforms, ted_r209, ocds)

// What a notice is (BT-02 and BT-03 with the subtype; of TED the form). Only `competition` and `result` are in figures;
// a form that we do not know is `other` and counts nowhere.
enum class Stage { planning, consultation, competition, result, modification, completion, change, other };
BOOST_DESCRIBE_ENUM(Stage, planning, consultation, competition, result, modification, completion, change, other)

// The edition of the reader of a format. Raised when it reads something better: then originals are read again.
constexpr std::string_view edition(Format format) {
  return format == Format::eforms ? "eforms-3" : format == Format::ted_r209 ? "ted-3" : "ocds-3";
}

struct Party {
  std::string name;
  std::string identifier;  // KvK, OIN or national number, as given
  std::string town;
  std::string contact;  // e-mail address or website
};
BOOST_DESCRIBE_STRUCT(Party, (), (name, identifier, town, contact))

struct Winner {
  std::string name;
  std::string identifier;
  std::string lot;
  std::string size;  // micro, small, medium, sme, large; empty when not said
  std::optional<std::int64_t> value_cents;
  std::string currency;
};
BOOST_DESCRIBE_STRUCT(Winner, (), (name, identifier, lot, size, value_cents, currency))

struct Lot {
  std::string id;
  std::string title;
  std::string cpv;
  std::string nature;
  std::optional<std::int64_t> estimated_cents;
  std::optional<std::int64_t> maximum_cents;  // of a framework
  std::optional<std::int64_t> awarded_cents;  // of the contracts of this lot
  std::string currency;
  std::string outcome;  // as of the notice
  std::optional<bool> sme_suitable;
};
BOOST_DESCRIBE_STRUCT(Lot, (), (id, title, cpv, nature, estimated_cents, maximum_cents, awarded_cents, currency, outcome, sme_suitable))

// One text with its field, language and place in the source; award criteria carry their weight.
struct Text {
  std::string field;     // BT-21 title, BT-24 description, BT-300 additional, BT-540 award, BT-750 selection, BT-70 execution ...
  std::string lot;       // empty: the whole procedure
  std::string language;  // ISO 639-1
  std::string text;
  std::string place;  // path in the source; the same for all languages of one text
  std::optional<double> weight;
  std::string weight_unit;  // percent or points
};
BOOST_DESCRIBE_STRUCT(Text, (), (field, lot, language, text, place, weight, weight_unit))

// A structured code in which the buyer says something about impact.
struct Declared {
  std::string field;  // BT-06, BT-774, BT-775, BT-776, BT-805, BT-71, BT-736, BT-754
  std::string code;
  std::string lot;
  std::string place;
};
BOOST_DESCRIBE_STRUCT(Declared, (), (field, code, lot, place))

// replaces: a change notice of another (BT-758); modifies: of its contract (BT-1501); follows: the call of an award;
// planning: an earlier announcement, which may stand before several procedures.
enum class Relation { replaces, modifies, follows, planning };
BOOST_DESCRIBE_ENUM(Relation, replaces, modifies, follows, planning)

struct Reference {
  Relation relation = Relation::follows;
  std::string target;  // "<source_id>-<version>", "<source_id>", or a publication number as publication_key() writes it
};
BOOST_DESCRIBE_STRUCT(Reference, (), (relation, target))

// A value that stands there and that we cannot read beyond doubt: named, never guessed.
struct Unclear {
  std::string field;  // path in the source
  std::string value;
};
BOOST_DESCRIBE_STRUCT(Unclear, (), (field, value))

struct Notice {
  Format format = Format::eforms;
  std::string source_id;           // eForms notice-id, TED document number, OCDS ocid/release
  std::string version;             // "01" ...; the highest is current
  std::string publication_number;  // in the Official Journal as written, when known
  std::string procedure_key;       // the same for all notices of one procedure
  std::string released;            // OCDS: moment of the release in UTC; the newest of its kind counts
  bool compiled = false;           // OCDS: holds all that earlier releases said
  std::vector<Reference> references;
  Stage stage = Stage::competition;
  std::string form_type;  // BT-03: planning, competition, result, cont-modif ...
  std::string subtype;    // 1-40, E1, CEI, T01 ...
  std::string kind;       // cn-standard, can-social, F02, tenderUpdate ...
  std::string outcome;    // awarded, unsuccessful, cancelled, withdrawn, open, pending; empty: not said
  std::string language;   // of the original
  std::vector<std::string> languages;
  std::string title;  // Dutch when there is one
  std::optional<Date> published_on;
  std::vector<Party> buyers;
  bool joint = false;            // bought for or with others (BT-10, central purchasing body, joint procurement)
  std::string nature;            // works, supplies, services
  std::string procedure_type;    // eForms procurement-procedure-type
  bool social_services = false;  // social and other specific services: own threshold
  std::string cpv;               // main code, 8 digits
  std::vector<std::string> cpv_additional;
  // Three figures that differ by nature and are never added to each other; all in `currency`.
  std::string currency;
  std::optional<std::int64_t> estimated_cents;  // BT-27
  std::optional<std::int64_t> awarded_cents;    // BT-161: of contracts
  std::optional<std::int64_t> maximum_cents;    // BT-271, BT-118: what may be spent under a framework
  std::optional<std::int64_t> tenders_received;
  std::optional<bool> sme_suitable;
  std::vector<Lot> lots;
  std::vector<Winner> winners;
  std::vector<Text> texts;
  std::vector<Declared> declared;
  std::vector<std::string> withheld;  // business terms that may not be published yet (BT-195)
  std::vector<Unclear> unclear;
  std::vector<std::string> shortcomings;  // message codes of what a complete notice has and this one lacks
};
BOOST_DESCRIBE_STRUCT(Notice, (),
                      (format, source_id, version, publication_number, procedure_key, released, compiled, references, stage, form_type,
                       subtype, kind, outcome, language, languages, title, published_on, buyers, joint, nature, procedure_type,
                       social_services, cpv, cpv_additional, currency, estimated_cents, awarded_cents, maximum_cents, tenders_received,
                       sme_suitable, lots, winners, texts, declared, withheld, unclear, shortcomings))

// Number and year of a publication in the Official Journal, in whatever spelling: 00612345-2025, 612345-2025,
// "2025/S 118-612345" -> "612345-2025". Empty when it is none.
std::string publication_key(std::string_view written);

// A file that is no notice: why, as a message code.
struct Rejected {
  std::string code;
  MessageArgs args{};
};

// One notice of a file with its original: the whole XML file, or its own release out of an OCDS file.
using OnNotice = std::function<void(Notice&&, std::string_view original)>;

// Reads a file of any known format and gives each notice in it. Throws Rejected; bounded in size, depth and nodes.
// A JSON Lines file whose line is wrong gives the good lines and then throws with the line's number.
void parse(std::string_view content, const OnNotice& on_notice);

}  // namespace tenzij::notices
