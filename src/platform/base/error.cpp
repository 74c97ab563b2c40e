#include "platform/base/error.h"

namespace tenzij {

Error::Error(int status, std::string code, MessageArgs args, std::vector<FieldError> fields)
    : std::runtime_error(code), status_(status), code_(std::move(code)), args_(std::move(args)), fields_(std::move(fields)) {}

Error::Error(const Error&) = default;
Error::Error(Error&&) noexcept = default;
Error& Error::operator=(const Error&) = default;
Error& Error::operator=(Error&&) noexcept = default;
Error::~Error() = default;

Error bad_request(std::vector<FieldError> fields) { return {400, "invalidInput", {}, std::move(fields)}; }
Error bad_field(std::string pointer, std::string code, MessageArgs args) {
  return bad_request({FieldError{std::move(pointer), std::move(code), std::move(args)}});
}
Error not_found() { return {404, "notFound"}; }
Error conflict(std::string code, MessageArgs args) { return {409, std::move(code), std::move(args)}; }

}  // namespace tenzij
