"""An older database becomes the newest: runs the steps in `versions/`.

Imported only when there is something to migrate: alembic costs 100 ms and 12 MB.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Engine

HERE = Path(__file__).parent


class UnknownRevisionError(Exception):
    """The database is stamped with a step that this version does not have."""


def upgrade(engine: Engine, to: str = "head") -> None:
    """Run what is missing, in one transaction: either every step is done or none."""
    config = _config()
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, to)
        except CommandError as error:
            if "Can't locate revision" not in str(error):
                raise
            raise UnknownRevisionError(str(error)) from error


def head() -> str | None:
    """The newest step."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    """What an `alembic.ini` would say."""
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    return config
