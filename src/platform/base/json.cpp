#include "platform/base/json.h"

namespace tenzij::json {

value parse(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = limits::json_depth;
  boost::json::stream_parser parser({}, options);
  boost::json::error_code fault;
  const std::size_t read = parser.write_some(text.data(), text.size(), fault);
  if (!fault && read < text.size()) fault = boost::json::error::extra_data;
  if (!fault) parser.finish(fault);
  if (fault == boost::json::error::too_deep) throw Error(400, "jsonTooDeep", {{"limit", std::to_string(limits::json_depth)}});
  if (fault) throw Error(400, "notJson", {{"position", std::to_string(read)}});
  return parser.release();
}

std::string dump(const value& v) { return boost::json::serialize(v); }

}  // namespace tenzij::json
