#include "platform/http/server.h"

#include <fcntl.h>

#include <boost/asio.hpp>
#include <boost/beast.hpp>
#include <thread>

#include "platform/base/limits.h"
#include "platform/base/text.h"
#include "platform/http/events.h"
#include "platform/http/head.h"

namespace tenzij::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using tcp = asio::ip::tcp;

namespace {

constexpr auto with_error = asio::as_tuple(asio::use_awaitable);

Method method_of(bhttp::verb verb) {
  switch (verb) {
    case bhttp::verb::get:
      return Method::get;
    case bhttp::verb::head:
      return Method::head;
    case bhttp::verb::post:
      return Method::post;
    case bhttp::verb::put:
      return Method::put;
    case bhttp::verb::patch:
      return Method::patch;
    case bhttp::verb::delete_:
      return Method::remove;
    case bhttp::verb::options:
      return Method::options;
    default:
      return Method::other;
  }
}

int status_of(const beast::error_code& fault) {
  if (fault == bhttp::error::body_limit) return 413;
  if (fault == bhttp::error::header_limit) return 431;
  if (fault == beast::error::timeout) return 408;
  return 400;
}

// Asio does not mark sockets close-on-exec by itself; a child that kept one would keep the port or the connection open.
void not_for_children(int socket) { fcntl(socket, F_SETFD, FD_CLOEXEC); }

using Parser = bhttp::request_parser<bhttp::string_body>;

}  // namespace

struct Server::Impl {
  ServerSettings settings;
  Dispatch dispatch;
  BodyLimit body_limit;
  Refusal refusal;
  asio::io_context io;
  asio::thread_pool workers;
  tcp::acceptor acceptor;
  std::vector<std::thread> threads;
  std::atomic<bool> stopping{false};
  std::atomic<std::size_t> waiting{0};  // requests queued or running on workers
  std::atomic<std::size_t> bodies{0};   // bytes of bodies in memory
  std::atomic<std::size_t> connections{0};
  std::mutex streams_mutex;
  std::vector<std::weak_ptr<EventQueue>> streams;

  Impl(const ServerSettings& s, Dispatch d, BodyLimit b, Refusal r)
      : settings(s), dispatch(std::move(d)), body_limit(std::move(b)), refusal(std::move(r)), workers(s.workers), acceptor(io) {
    const tcp::endpoint endpoint(asio::ip::make_address(settings.address), settings.port);
    acceptor.open(endpoint.protocol());
    not_for_children(acceptor.native_handle());
    acceptor.set_option(asio::socket_base::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen(1024);
  }

  asio::awaitable<void> accept_all() {
    for (;;) {
      auto [fault, socket] = co_await acceptor.async_accept(asio::make_strand(io), with_error);
      if (stopping) co_return;
      if (fault) {
        // Out of descriptors: wait a moment instead of spinning.
        asio::steady_timer pause(io, std::chrono::milliseconds(50));
        co_await pause.async_wait(with_error);
        continue;
      }
      not_for_children(socket.native_handle());
      auto executor = socket.get_executor();
      asio::co_spawn(executor, serve(beast::tcp_stream(std::move(socket))), asio::detached);
    }
  }

  asio::awaitable<Response> on_worker(std::shared_ptr<Request> request) { co_return dispatch(*request); }

  // One connection: requests one after the other until it is closed.
  asio::awaitable<void> serve(beast::tcp_stream stream) {
    ++connections;
    beast::error_code ignored;
    stream.socket().set_option(tcp::no_delay(true), ignored);
    beast::flat_buffer buffer(limits::header_bytes + 64 * 1024);
    bool more = true;
    while (more && !stopping) more = co_await one_request(stream, buffer);
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    --connections;
  }

  asio::awaitable<bool> one_request(beast::tcp_stream& stream, beast::flat_buffer& buffer) {
    auto parser = std::make_unique<Parser>();
    parser->header_limit(static_cast<std::uint32_t>(limits::header_bytes));
    parser->body_limit(limits::upload_bytes);
    if (buffer.size() == 0) {
      // Waiting for the next request may take long; once it begins it must come quickly.
      stream.expires_after(limits::keep_alive_time);
      auto [fault, size] = co_await stream.async_read_some(buffer.prepare(16 * 1024), with_error);
      if (fault) co_return false;
      buffer.commit(size);
    }
    stream.expires_after(limits::request_read_time);
    if (const int status = co_await whole_head(stream, buffer); status != 0) {
      if (status > 0) co_await refuse(stream, status);
      co_return false;
    }
    auto [header_fault, header_size] = co_await bhttp::async_read_header(stream, buffer, *parser, with_error);
    if (header_fault) {
      if (header_fault != bhttp::error::end_of_stream) co_await refuse(stream, status_of(header_fault));
      co_return false;
    }
    const auto& message = parser->get();
    auto request = std::make_shared<Request>();
    if (const int status = head_of(message, stream, *request); status != 0) {
      co_await refuse(stream, status);
      co_return false;
    }
    const std::size_t allowed = body_limit(request->method, request->path);
    const auto announced = parser->content_length();
    if (announced && *announced > allowed) {
      co_await refuse(stream, 413);
      co_return false;
    }
    parser->body_limit(allowed);
    const std::size_t held = announced ? static_cast<std::size_t>(*announced) : (parser->chunked() ? allowed : 0);
    if (bodies.fetch_add(held) + held > limits::bodies_in_flight_bytes) {
      bodies -= held;
      co_await refuse(stream, 503);
      co_return false;
    }
    bool alive = true;
    if (!parser->is_done()) alive = co_await read_body(stream, buffer, *parser, allowed);
    if (alive) {
      request->body = std::move(parser->get().body());
      alive = co_await answer(stream, request, parser->get());
    }
    bodies -= held;
    co_return alive;
  }

  asio::awaitable<bool> read_body(beast::tcp_stream& stream, beast::flat_buffer& buffer, Parser& parser, std::size_t allowed) {
    if (beast::iequals(parser.get()[bhttp::field::expect], "100-continue")) {
      bhttp::response<bhttp::empty_body> go(bhttp::status::continue_, 11);
      auto [fault, size] = co_await bhttp::async_write(stream, go, with_error);
      if (fault) co_return false;
    }
    stream.expires_after(allowed > limits::body_bytes ? limits::upload_read_time : limits::request_read_time);
    auto [fault, size] = co_await bhttp::async_read(stream, buffer, parser, with_error);
    if (!fault) co_return true;
    co_await refuse(stream, status_of(fault));
    co_return false;
  }

  // Reads until the head is in the buffer and judges its bytes before the parser takes them: 0, a status that refuses it,
  // or -1 when the client is gone.
  asio::awaitable<int> whole_head(beast::tcp_stream& stream, beast::flat_buffer& buffer) {
    constexpr std::string_view end = "\r\n\r\n";
    for (;;) {
      const std::string_view seen(static_cast<const char*>(buffer.data().data()), buffer.size());
      const std::size_t at = seen.find(end);
      if (at != std::string_view::npos && at + end.size() <= limits::header_bytes)
        co_return plain_head(seen.substr(0, at + end.size())) ? 0 : 400;
      if (seen.size() > limits::header_bytes) co_return 431;
      // A head that ends its lines otherwise would be waited for in vain.
      for (std::size_t line = seen.find('\n'); line != std::string_view::npos; line = seen.find('\n', line + 1))
        if (line == 0 || seen[line - 1] != '\r') co_return 400;
      auto [fault, size] = co_await stream.async_read_some(buffer.prepare(16 * 1024), with_error);
      if (fault) co_return fault == beast::error::timeout ? 408 : -1;
      buffer.commit(size);
    }
  }

  // Who is asked for: the target in absolute form, else Host; of a proxy that we believe, what it says it was asked for.
  // 0, or the status that refuses it.
  int host_in(const bhttp::request<bhttp::string_body>& message, std::string_view& target, Request& request) const {
    const std::size_t count = message.count(bhttp::field::host);
    if (count > 1 || (count == 0 && message.version() == 11)) return 400;
    std::string_view asked(message[bhttp::field::host].data(), message[bhttp::field::host].size());
    const std::string_view authority = take_authority(target);
    if (!authority.empty() && text::lower_ascii(authority) != text::lower_ascii(asked)) return 400;
    const auto forwarded = message["x-forwarded-host"];
    if (settings.behind_proxy && !forwarded.empty()) asked = text::trim({forwarded.data(), forwarded.size()});
    else if (count == 0) return 0;  // HTTP/1.0 does not name who it asks
    const std::string host = host_of(asked);
    if (host.empty()) return 400;
    request.host = text::lower_ascii(asked);
    return serves(host, settings.hosts) || host == text::lower_ascii(settings.address) ? 0 : 421;
  }

  // Fills the request; a status other than 0 refuses it.
  int head_of(const bhttp::request<bhttp::string_body>& message, beast::tcp_stream& stream, Request& request) const {
    std::string_view target(message.target().data(), message.target().size());
    if (const int status = host_in(message, target, request); status != 0) return status;
    request.method = method_of(message.method());
    if (target == "*" && request.method == Method::options) target = "/";
    if (target.empty() || target[0] != '/') return 400;
    const std::size_t question = target.find('?');
    if (!percent_decode(target.substr(0, question), false, request.path)) return 400;
    if (question != std::string_view::npos && !parse_query(target.substr(question + 1), request.query)) return 400;
    for (const auto& field : message) {
      const std::string_view content(field.value().data(), field.value().size());
      request.headers.emplace_back(text::lower_ascii({field.name_string().data(), field.name_string().size()}),
                                   text::valid_utf8(content) ? std::string(content) : text::from_latin1(content));
    }
    beast::error_code fault;
    const auto peer = stream.socket().remote_endpoint(fault);
    request.remote = fault ? "" : peer.address().to_string();
    if (settings.behind_proxy) {
      const auto forwarded = text::split(request.header("x-forwarded-for"), ',');
      if (!text::trim(forwarded.back()).empty()) request.remote = std::string(text::trim(forwarded.back()));
      request.secure = request.header("x-forwarded-proto") == "https";
    }
    return 0;
  }

  asio::awaitable<bool> answer(beast::tcp_stream& stream, std::shared_ptr<Request> request,
                               const bhttp::request<bhttp::string_body>& message) {
    const bool keep_alive = message.keep_alive() && !stopping;
    stream.expires_never();
    Response response;
    if (waiting.fetch_add(1) >= limits::requests_waiting) response = refusal(503, "busy");
    else response = co_await asio::co_spawn(workers.get_executor(), on_worker(request), asio::use_awaitable);
    --waiting;
    if (response.events) {
      co_await stream_events(stream, response);
      co_return false;
    }
    co_return co_await write(stream, response, request->method == Method::head, keep_alive && !stopping);
  }

  static void copy_headers(const Response& response, auto& out) {
    if (!response.content_type.empty()) out.set(bhttp::field::content_type, response.content_type);
    for (const auto& [name, content] : response.headers) out.insert(name, content);
  }

  asio::awaitable<bool> write(beast::tcp_stream& stream, const Response& response, bool head, bool keep_alive) {
    const std::string& body = response.shared_body ? *response.shared_body : response.body;
    bhttp::response<bhttp::span_body<const char>> out(static_cast<bhttp::status>(response.status), 11);
    copy_headers(response, out);
    out.keep_alive(keep_alive);
    if (!head) out.body() = beast::span<const char>(body.data(), body.size());
    if (response.status != 204 && response.status != 304) out.content_length(body.size());
    stream.expires_after(limits::write_time);
    bhttp::response_serializer<bhttp::span_body<const char>> serializer(out);
    if (head) {
      auto [fault, size] = co_await bhttp::async_write_header(stream, serializer, with_error);
      co_return !fault && keep_alive;
    }
    auto [fault, size] = co_await bhttp::async_write(stream, serializer, with_error);
    co_return !fault && keep_alive;
  }

  asio::awaitable<void> refuse(beast::tcp_stream& stream, int status) {
    const char* code = status == 413   ? "bodyTooLarge"
                       : status == 431 ? "headerTooLarge"
                       : status == 408 ? "tooSlow"
                       : status == 503 ? "busy"
                       : status == 421 ? "unknownHost"
                                       : "notHttp";
    const Response response = refusal(status, code);
    co_await write(stream, response, false, false);
    // Let the client read the answer before the reset that unread input would cause.
    beast::error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream.expires_after(std::chrono::seconds(2));
    std::array<char, 4096> waste{};
    for (int reads = 0; reads < 64; ++reads) {
      auto [fault, size] = co_await stream.async_read_some(asio::buffer(waste), with_error);
      if (fault) break;
    }
  }

  asio::awaitable<void> stream_events(beast::tcp_stream& stream, const Response& response) {
    const auto queue = response.events;
    {
      const std::lock_guard lock(streams_mutex);
      std::erase_if(streams, [](const auto& each) { return each.expired(); });
      streams.push_back(queue);
    }
    bhttp::response<bhttp::empty_body> head(bhttp::status::ok, 11);
    copy_headers(response, head);
    head.chunked(true);
    bhttp::response_serializer<bhttp::empty_body> serializer(head);
    stream.expires_after(limits::write_time);
    auto [head_fault, head_size] = co_await bhttp::async_write_header(stream, serializer, with_error);
    if (head_fault) co_return;

    // The timer is the condition variable: push() cancels it through the connection's strand.
    auto timer = std::make_shared<asio::steady_timer>(stream.get_executor());
    const auto executor = stream.get_executor();
    const auto cancel = [timer] { timer->cancel(); };
    queue->on_wake([executor, cancel] { asio::post(executor, cancel); });
    const auto heartbeat = std::make_shared<const std::string>(": still here\n\n");
    while (!stopping) {
      auto frames = queue->take();
      if (frames.empty() && queue->closed()) break;
      if (frames.empty()) {
        timer->expires_after(limits::event_heartbeat);
        // A push between take() and here has posted its cancel to this strand, which runs after the wait begins.
        auto [woken] = co_await timer->async_wait(with_error);
        if (woken) continue;
        frames.push_back(heartbeat);
      }
      std::string block;
      for (const auto& frame : frames) block += *frame;
      stream.expires_after(limits::write_time);
      auto [fault, size] = co_await asio::async_write(stream, bhttp::make_chunk(asio::buffer(block)), with_error);
      if (fault) break;
    }
    queue->on_wake({});
    queue->close();
    co_await asio::async_write(stream, bhttp::make_chunk_last(), with_error);
  }

  void stop() {
    if (stopping.exchange(true)) return;
    const auto close = [this] {
      beast::error_code ignored;
      acceptor.close(ignored);
    };
    asio::post(io, close);
    {
      const std::lock_guard lock(streams_mutex);
      for (const auto& stream : streams)
        if (const auto queue = stream.lock()) queue->close();
    }
    const auto until = std::chrono::steady_clock::now() + limits::shutdown_grace;
    while (waiting > 0 && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    workers.join();
    // Answers that are ready still have to leave.
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    io.stop();
    for (auto& thread : threads) thread.join();
  }
};

Server::Server(const ServerSettings& settings, Dispatch dispatch, BodyLimit body_limit, Refusal refusal) {
  try {
    impl_ = std::make_unique<Impl>(settings, std::move(dispatch), std::move(body_limit), std::move(refusal));
  } catch (const boost::system::system_error& fault) {
    throw std::runtime_error("cannot listen on " + settings.address + ":" + std::to_string(settings.port) + ": " + fault.code().message() +
                             (fault.code() == asio::error::address_in_use ? " (choose another port with --port N)" : ""));
  }
  asio::co_spawn(impl_->io, impl_->accept_all(), asio::detached);
  for (unsigned i = 0; i < settings.io_threads; ++i) impl_->threads.emplace_back([this] { impl_->io.run(); });
}

Server::~Server() { stop(); }
unsigned short Server::port() const { return impl_->acceptor.local_endpoint().port(); }
void Server::stop() { impl_->stop(); }

}  // namespace tenzij::http
