// The HTTP/1.1 server: Boost.Beast coroutines at the socket, plain synchronous handlers on worker threads.
// This header and server.cpp are the only door to Beast and Asio; nobody else may include them.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "platform/http/message.h"

namespace tenzij::http {

struct ServerSettings {
  std::string address = "127.0.0.1";
  unsigned short port = 8080;  // 0 takes a free one
  unsigned io_threads = 1;
  unsigned workers = 8;       // they mostly wait for the database
  bool behind_proxy = false;  // believe X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host
  // Names this server answers to besides loopback and its address. A page elsewhere that lets its own name point here
  // (DNS rebinding) is refused with 421.
  std::vector<std::string> hosts{};
  std::string spool = "/var/tmp";  // folder of large bodies while they are handled: a disk, not memory
};

// Runs on a worker thread; must not throw (the router turns every error into an answer). With Response::later the worker is
// free again, and the connection waits for what a pool makes.
using Dispatch = std::function<Response(Request&)>;
// Largest body for this method and path, known before the body is read.
using BodyLimit = std::function<std::size_t(Method, std::string_view path)>;
// Runs on a worker before a body above limits::open_body_bytes is read, with the head of the request: an answer refuses it.
using Admit = std::function<std::optional<Response>(Request&)>;
// The answer to what never becomes a request: broken syntax, too large, too slow.
using Refusal = std::function<Response(int status, const std::string& code, const Request& request)>;

class Server {
 public:
  Server(const ServerSettings& settings, Dispatch dispatch, BodyLimit body_limit, Admit admit, Refusal refusal);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;
  ~Server();

  [[nodiscard]] unsigned short port() const;
  // Stops listening, ends event streams, lets running requests finish until then; false when some have not, and then the
  // destructor waits for their threads.
  bool stop(std::chrono::steady_clock::time_point until);
  // Bytes of bodies that are on their way or being handled.
  [[nodiscard]] std::size_t received();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tenzij::http
