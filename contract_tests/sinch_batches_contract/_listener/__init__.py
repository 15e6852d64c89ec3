"""Where callbacks arrive: a small server of the suite, with a mailbox for each batch."""

from ._listener import Listener, check_can_listen
from ._mailbox import Arrival, Mailbox
from ._signature import is_signed

__all__ = ["Arrival", "Listener", "Mailbox", "check_can_listen", "is_signed"]
