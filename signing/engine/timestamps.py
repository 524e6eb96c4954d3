"""Timestamps from the first service that answers."""

import logging
from collections.abc import Sequence
from typing import Any

import aiohttp
from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

TIMEOUT = aiohttp.ClientTimeout(total=5)
HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
LARGEST_ANSWER = 64 * 1024

logger = logging.getLogger(__name__)


class NoTimestamp(Exception):
    """No timestamp service gave a usable token."""


class TsaPool(TimeStamper):
    """Asks the services in order, five seconds each; at least one address is required."""

    def __init__(self, urls: Sequence[str], session: aiohttp.ClientSession) -> None:
        super().__init__()
        if not urls:
            raise ValueError("a timestamp pool needs at least one address")
        self.urls = tuple(urls)
        self.session = session

    async def async_request_tsa_response(self, req: Any) -> Any:
        """The answer of the first service that grants a token over exactly the digest asked for."""
        for url in self.urls:
            try:
                answer = await self._ask(url, req)
                _check(answer, req)
                return answer
            except (OSError, aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as e:
                logger.warning("timestamp service did not serve: %s", type(e).__name__)
        raise NoTimestamp(f"{len(self.urls)} services asked")

    async def _ask(self, url: str, req: Any) -> Any:
        async with self.session.post(url, data=req.dump(), headers=HEADERS, timeout=TIMEOUT) as response:
            response.raise_for_status()
            return tsp.TimeStampResp.load(await response.content.read(LARGEST_ANSWER))


def _check(answer: Any, req: Any) -> None:
    """Refuse an answer that is no grant or stamps something else; pyHanko does not compare the imprint."""
    if answer["status"]["status"].native != "granted":
        raise TimestampRequestError(str(answer["status"]["status"].native))
    info = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    if info["message_imprint"].dump() != req["message_imprint"].dump():
        raise ValueError("the token covers another digest")
