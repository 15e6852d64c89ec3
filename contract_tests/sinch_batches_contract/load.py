"""What a locustfile needs to check a server of the Batches API under load; needs the extra `load`.

Locust patches sockets and threads of the process that imports this: import it in locustfiles alone.
"""

from ._load.hooks import listen
from ._load.schedule import BatchesShape
from ._load.user import BatchesUser

__all__ = ["BatchesShape", "BatchesUser"]

listen()
