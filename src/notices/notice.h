// A published notice, whatever format it came in. Codes are the eForms codes (BT numbers name the business terms
// of Regulation (EU) 2019/1780); older and other formats are mapped to them.
#pragma once

#include <map>

#include "platform/base/json.h"

namespace tenzij::notices {

enum class Format { eforms, ted_r209, ocds };
BOOST_DESCRIBE_ENUM(Format, eforms, ted_r209, ocds)

enum class Stage { planning, competition, result, modification };
BOOST_DESCRIBE_ENUM(Stage, planning, competition, result, modification)

struct Party {
  std::string name;
  std::string identifier;  // KvK, OIN or national number, as given
  std::string town;
};
BOOST_DESCRIBE_STRUCT(Party, (), (name, identifier, town))

struct Winner {
  std::string name;
  std::string identifier;
  std::string lot;
  std::string size;  // micro, small, medium, sme, large; empty when not said
  std::optional<std::int64_t> value_cents;
};
BOOST_DESCRIBE_STRUCT(Winner, (), (name, identifier, lot, size, value_cents))

struct Lot {
  std::string id;
  std::string title;
  std::string cpv;
  std::string nature;
  std::optional<std::int64_t> estimated_cents;
  std::optional<bool> sme_suitable;
};
BOOST_DESCRIBE_STRUCT(Lot, (), (id, title, cpv, nature, estimated_cents, sme_suitable))

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

struct Notice {
  Format format = Format::eforms;
  std::string source_id;            // eForms notice-id, TED document number, OCDS ocid/release
  std::string version;              // "01" ...; the highest is current
  std::string publication_number;   // in the Official Journal, when known
  std::string procedure_key;        // the same for all notices of one procedure
  std::string procedure_reference;  // publication number of an earlier notice of the procedure, when that is all we know
  std::string changes;              // "<source_id>-<version>" of the notice that this one changes
  Stage stage = Stage::competition;
  std::string kind;      // cn-standard, can-social, F02 ...
  std::string language;  // of the original
  std::vector<std::string> languages;
  std::string title;  // Dutch when there is one
  std::optional<Date> published_on;
  std::vector<Party> buyers;
  std::string nature;            // works, supplies, services
  std::string procedure_type;    // eForms procurement-procedure-type
  bool social_services = false;  // social and other specific services: own threshold
  std::string cpv;               // main code, 8 digits
  std::vector<std::string> cpv_additional;
  std::string currency;
  std::optional<std::int64_t> estimated_cents;
  std::optional<std::int64_t> awarded_cents;
  std::optional<std::int64_t> tenders_received;
  std::optional<bool> sme_suitable;
  std::vector<Lot> lots;
  std::vector<Winner> winners;
  std::vector<Text> texts;
  std::vector<Declared> declared;
  std::vector<std::string> shortcomings;  // message codes of what a complete notice has and this one lacks
};
BOOST_DESCRIBE_STRUCT(Notice, (),
                      (format, source_id, version, publication_number, procedure_key, procedure_reference, changes, stage, kind, language,
                       languages, title, published_on, buyers, nature, procedure_type, social_services, cpv, cpv_additional, currency,
                       estimated_cents, awarded_cents, tenders_received, sme_suitable, lots, winners, texts, declared, shortcomings))

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
