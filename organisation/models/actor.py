"""Who acts: the one argument ``by`` of every operation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from organisation.enums import Channel, Duty
from organisation.models.organisations import Organisation
from organisation.models.people import Person, Post
from organisation.models.powers import Delegation


@dataclass(frozen=True)
class Actor:
    """A person in a post, perhaps standing in for another post, coming through a channel from an address.

    ``post`` is the post the person really holds. When acting by delegation, ``represented`` is the absent
    colleague's post and ``delegation`` the row that allows it; ``duties`` then are the delegated ones.
    The system itself acts without person and post.
    """

    organisation: Organisation
    person: Person | None
    post: Post | None
    duties: frozenset[str] = field(default_factory=frozenset)
    represented: Post | None = None
    delegation: Delegation | None = None
    channel: Channel = Channel.WEB
    address: str = ""
    process: str = ""

    @classmethod
    def for_post(cls, post: Post, *, channel: Channel = Channel.WEB, address: str = "") -> Actor:
        """Give the actor who holds ``post`` and acts for nobody else."""
        return cls(
            organisation=post.organisation,
            person=post.person,
            post=post,
            duties=frozenset(post.duties),
            channel=channel,
            address=address,
        )

    @classmethod
    def by_delegation(
        cls, delegation: Delegation, *, channel: Channel = Channel.WEB, address: str = ""
    ) -> Actor:
        """Give the actor who stands in for the principal of ``delegation`` (its dates are the caller's to check)."""
        return cls(
            organisation=delegation.organisation,
            person=delegation.delegate.person,
            post=delegation.delegate,
            duties=frozenset(delegation.duties) & frozenset(delegation.principal.duties),
            represented=delegation.principal,
            delegation=delegation,
            channel=channel,
            address=address,
        )

    @classmethod
    def system(cls, organisation: Organisation, process: str) -> Actor:
        """Give the system itself, acting in ``organisation`` through the named process or job."""
        return cls(organisation=organisation, person=None, post=None, channel=Channel.JOB, process=process)

    def has_duty(self, *duties: Duty) -> bool:
        """Say whether the actor has any of ``duties``, by own post or by the delegation in use."""
        return any(duty.value in self.duties for duty in duties)

    @property
    def is_system(self) -> bool:
        """Say whether nobody in person acts."""
        return self.person is None

    @property
    def acting_post(self) -> Post | None:
        """Give the post in whose right the act is done: the represented one, else the own one."""
        return self.represented or self.post

    @property
    def organisation_key(self) -> int:
        """Give the key of the organisation acted in."""
        return self.organisation.pk

    def trail(self) -> Mapping[str, int | str | None]:
        """Give the keys an event keeps."""
        return {
            "person": self.person.pk if self.person else None,
            "post": self.post.pk if self.post else None,
            "represented": self.represented.pk if self.represented else None,
            "delegation": self.delegation.pk if self.delegation else None,
            "channel": self.channel.value,
            "address": self.address,
            "process": self.process,
        }

    def names(self) -> Mapping[str, str]:
        """Give the names as they are today, for the readable side of an event."""
        names = (
            {"person": self.person.full_name, "title": self.post.title} if self.person and self.post else {}
        )
        if self.represented:
            names |= {
                "represented": self.represented.person.full_name,
                "represented_title": self.represented.title,
            }
        return names
