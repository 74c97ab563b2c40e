#include "platform/documents/xml.h"

#include <libxml/parser.h>

#include <cstring>
#include <exception>

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/documents/blocks.h"

namespace tenzij::documents {

namespace {

std::string_view local(const unsigned char* name) {
  const std::string_view whole(reinterpret_cast<const char*>(name));
  const std::size_t colon = whole.rfind(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

// Counts the attributes of each element before the parser sees them: it compares every one with all before it. A '<' that
// is written out never stands in a start tag that is well formed, so counting from the last one is exact for those.
class TagGuard {
 public:
  void look(std::string_view bytes) {
    for (const char c : bytes) {
      if (c == '<') {
        count_ = 0;
        inside_ = true;
        quote_ = '\0';
      } else if (!inside_) {
        continue;
      } else if (quote_ != '\0') {
        if (c == quote_) quote_ = '\0';
      } else if (c == '"' || c == '\'') {
        quote_ = c;
      } else if (c == '>') {
        inside_ = false;
      } else if (c == '=' && ++count_ > limits::document_attributes) {
        throw refused("documentTooHeavy");
      }
    }
  }

 private:
  std::size_t count_ = 0;
  bool inside_ = false;
  char quote_ = '\0';
};

// UTF-16 becomes UTF-8 on its way to the parser; anything else is UTF-8, as the formats ask.
class Utf8 {
 public:
  explicit Utf8(const Bytes& next) : next_(next) {}

  std::string_view more() {
    std::string_view raw = next_();
    if (first_) {
      first_ = false;
      if (raw.starts_with("\xef\xbb\xbf")) raw.remove_prefix(3);
      if (raw.starts_with("\xff\xfe") || raw.starts_with(std::string_view("<\0", 2))) little_ = true;
      else if (raw.starts_with("\xfe\xff") || raw.starts_with(std::string_view("\0<", 2))) big_ = true;
    }
    if (!little_ && !big_) return raw;
    out_.clear();
    for (const char c : raw) {
      half_.push_back(c);
      if (half_.size() < 2) continue;
      const auto a = static_cast<unsigned char>(half_[0]);
      const auto b = static_cast<unsigned char>(half_[1]);
      half_.clear();
      const unsigned unit = little_ ? static_cast<unsigned>(b << 8U | a) : static_cast<unsigned>(a << 8U | b);
      if (unit >= 0xd800 && unit < 0xdc00) {
        high_ = unit;
      } else if (unit >= 0xdc00 && unit < 0xe000) {
        append_point(out_, 0x10000 + ((high_ & 0x3ffU) << 10U) + (unit & 0x3ffU));
      } else if (unit != 0xfeff) {
        append_point(out_, unit);
      }
    }
    return out_;
  }

 private:
  const Bytes& next_;
  bool first_ = true;
  bool little_ = false;
  bool big_ = false;
  unsigned high_ = 0;
  std::string half_;
  std::string out_;
};

// One run of the parser. libxml2 is C: what goes wrong in an event waits here until the parser has returned.
struct Run {
  const XmlEvents& events;
  Utf8 bytes;
  TagGuard guard;
  std::string_view rest = {};
  xmlParserCtxtPtr parser = nullptr;
  std::size_t depth = 0;
  std::exception_ptr fault = nullptr;

  template <class Work>
  void safely(const Work& work) {
    if (fault) return;
    try {
      work();
    } catch (...) {
      fault = std::current_exception();
      if (parser != nullptr) xmlStopParser(parser);
    }
  }
};

Run& run_of(void* context) { return *static_cast<Run*>(static_cast<xmlParserCtxtPtr>(context)->_private); }

int on_read(void* context, char* buffer, int size) {
  Run& run = *static_cast<Run*>(context);
  if (run.fault) return 0;
  try {
    if (run.rest.empty()) {
      run.rest = run.bytes.more();
      run.guard.look(run.rest);
      step(run.rest.size());
    }
  } catch (...) {
    run.fault = std::current_exception();
    return 0;
  }
  const std::size_t count = std::min(run.rest.size(), static_cast<std::size_t>(size));
  std::memcpy(buffer, run.rest.data(), count);
  run.rest.remove_prefix(count);
  return static_cast<int>(count);
}

void on_open(void* context, const xmlChar* name, const xmlChar** attributes) {
  Run& run = run_of(context);
  run.safely([&] {
    if (++run.depth > limits::document_depth) throw too_deep();
    step();
    if (run.events.open) run.events.open(local(name), Attributes(attributes));
  });
}

void on_close(void* context, const xmlChar* name) {
  Run& run = run_of(context);
  run.safely([&] {
    --run.depth;
    if (run.events.close) run.events.close(local(name));
  });
}

void on_text(void* context, const xmlChar* text, int size) {
  Run& run = run_of(context);
  run.safely([&] {
    if (run.events.text) run.events.text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
  });
}

void on_dtd(void* context, const xmlChar* /*name*/, const xmlChar* /*public_id*/, const xmlChar* /*system_id*/) {
  run_of(context).safely([] { throw refused("documentDamaged"); });
}

void on_fault(void* /*context*/, const char* /*words*/, ...) {}

xmlSAXHandler handler() {
  xmlSAXHandler out{};  // the first edition of SAX: names as written, no lookup of namespaces
  out.startElement = on_open;
  out.endElement = on_close;
  out.characters = on_text;
  out.ignorableWhitespace = on_text;
  out.cdataBlock = on_text;
  out.internalSubset = on_dtd;
  out.error = on_fault;
  out.warning = on_fault;
  out.fatalError = on_fault;
  return out;
}

}  // namespace

std::string_view Attributes::get(std::string_view name) const {
  if (raw_ == nullptr) return {};
  for (std::size_t i = 0; raw_[i] != nullptr; i += 2)
    if (local(raw_[i]) == name && raw_[i + 1] != nullptr) return reinterpret_cast<const char*>(raw_[i + 1]);
  return {};
}

int Attributes::number(std::string_view name, int otherwise) const {
  long long value = 0;
  if (!text::to_int(get(name), value) || value < -1'000'000 || value > 1'000'000) return otherwise;
  return static_cast<int>(value);
}

void read_xml(const Bytes& next, const XmlEvents& events) {
  Run run{events, Utf8(next), {}};
  xmlSAXHandler sax = handler();
  const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> parser(
      xmlCreateIOParserCtxt(&sax, nullptr, on_read, nullptr, &run, XML_CHAR_ENCODING_NONE), &xmlFreeParserCtxt);
  if (run.fault) std::rethrow_exception(run.fault);
  if (parser == nullptr) throw refused("documentDamaged");
  run.parser = parser.get();
  parser->_private = &run;
  xmlCtxtUseOptions(parser.get(), XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
  xmlParseDocument(parser.get());
  if (run.fault) std::rethrow_exception(run.fault);
  if (parser->wellFormed == 0) throw refused("documentDamaged");
}

}  // namespace tenzij::documents
