import logging
# ^ import logging


def run(path):
    # <- function run exported
    with open(path) as file:
        #     ^ use local path
        text = file.read()
        #      ^ use local file
        #           ^ member read
    try:
        return parse(text)
        #      ^ use free parse
    except (ValueError, OSError) as logging:
        #   ^ use free ValueError
        return logging.args
        #      ^ use local logging
        #              ^ member args


def walk(first, *rest, **named):
    # <- function walk exported
    head, (left, *tail) = first
    if (size := len(rest)) > 1:
        return size, left, tail
        #      ^ use local size
        #            ^ use local left
    return lambda value: value + head + logging.INFO
    #                    ^ use local value
    #                            ^ use local head
    #                                   ^ use import logging
