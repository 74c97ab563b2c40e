// The head of a request, judged by its bytes before any parser may be lenient about it. Two programs that read one head in two
// ways (a proxy in front and we) is how requests are smuggled (RFC 9112, 11.2), so what can be read in two ways is refused.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tenzij::http {

// `head` is the request line and the fields, up to and with the empty line. True when every line ends with CRLF and holds no
// control character, no line is folded, names are tokens, and the length of the body is said once and in one way: by one
// Content-Length of digits only, or by one Transfer-Encoding that is exactly "chunked" (never with HTTP/1.0).
bool plain_head(std::string_view head);

// The name in an authority ("tenzij.example:8080", "[::1]:80"), in lower case without its port; empty when it is none.
std::string host_of(std::string_view authority);

// Is this server meant? Loopback names always are; others when the settings name them.
bool serves(std::string_view host, const std::vector<std::string>& hosts);

// Takes "http://host" off a target in absolute form (RFC 9112, 3.2.2) and gives that authority; empty for a plain path.
std::string_view take_authority(std::string_view& target);

}  // namespace tenzij::http
