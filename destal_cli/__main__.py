"""`python -m destal_cli` is the same program as `destal`."""

from destal_cli.cli.app import main

if __name__ == "__main__":
    main()
