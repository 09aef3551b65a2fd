#include "smtp/line_reader.h"

#include "base/expects.h"

namespace smtp {

void LineReader::feed(std::string_view octets) {
    if (taken_ > 0 && taken_ >= buffer_.size() / 2) {  // amortised: each octet moves at most once
        buffer_.erase(0, taken_);
        taken_ = 0;
    }
    buffer_ += octets;
}

void LineReader::take(std::size_t count) {
    base::expects(count <= pending().size());
    taken_ += count;
    offset_ += count;
    searched_ = 0;
}

std::optional<Line> LineReader::next() {
    const std::string_view all = pending();
    const auto lf = all.find('\n', searched_);
    if (lf == std::string_view::npos) {
        searched_ = all.size();
        // A line without end must not grow: keep what fits and the last octet (it may be the CR of CRLF).
        if (all.size() > limit_ + 1) {
            const std::size_t surplus = all.size() - limit_ - 1;
            buffer_.erase(taken_ + limit_, surplus);
            skipped_ += surplus;
            searched_ = limit_ + 1;
        }
        return {};
    }
    Line line;
    line.offset = offset_;
    line.length = lf + 1 + skipped_;
    const bool has_cr = lf > 0 && all[lf - 1] == '\r';
    line.end = has_cr ? LineEnd::crlf : LineEnd::bare_lf;
    line.text = all.substr(0, has_cr ? lf - 1 : lf);
    if (line.length > limit_) {
        line.fit = Line::Fit::too_long;
        line.text.resize(std::min(line.text.size(), limit_));
    }
    const std::uint64_t skipped = std::exchange(skipped_, 0);
    take(lf + 1);
    offset_ += skipped;
    return line;
}

}  // namespace smtp
