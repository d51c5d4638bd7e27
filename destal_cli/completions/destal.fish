# Completion of destal for fish: destal itself says what may come next, with what it is for.
function __destal_completions --argument-names action
    set --local --export _DESTAL_COMPLETE complete_fish
    set --local --export _TYPER_COMPLETE_FISH_ACTION $action
    set --local --export _TYPER_COMPLETE_ARGS (commandline --cut-at-cursor)
    destal 2>/dev/null
end
complete --command destal --no-files --arguments '(__destal_completions get-args)' --condition '__destal_completions is-args'
