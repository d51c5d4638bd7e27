"""destal: study history in the terminal. The command is `destal_cli.cli.app:main`."""

__version__ = "0.1.0"
