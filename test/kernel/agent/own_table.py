"""The world's own table of nf_tables: made so that no command changes it, and taken out of what nft lists."""
import ctypes
import json
import re

BLOCK = r'^table inet %s \{.*?^\}\n'
LINE = r'^table inet %s$\n'
TABLE_HANDLE = re.compile(r'^(table \S+ \S+ \{ # handle )(\d+)', re.M)


class OwnTable:
    """Its owner is this process, so that `flush ruleset` leaves it alone: the owner's socket stays open."""

    def __init__(self, name, commands):
        self.name = name
        self.meant = "No such file or directory; did you mean table '%s' in family inet?" % name
        self.pattern = re.compile('%s|%s' % (BLOCK % name, LINE % name), re.M | re.S)
        library = ctypes.CDLL('libnftables.so.1')
        library.nft_ctx_new.restype = ctypes.c_void_p
        library.nft_run_cmd_from_buffer.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        self.context = library.nft_ctx_new(ctypes.c_uint32(0))
        if library.nft_run_cmd_from_buffer(self.context, commands.encode()) != 0:
            raise OSError('nft: the own table could not be made')

    def hidden(self, text):
        """What nft prints where the table is not there. It is the first of its namespace: the handles of all others are one less."""
        if text.startswith('{"nftables":'):
            return self.hidden_json(text)
        text = self.pattern.sub('', text).replace(self.meant, 'Could not process rule: No such file or directory')
        return TABLE_HANDLE.sub(lambda found: found[1] + str(int(found[2]) - 1), text)

    def hidden_json(self, text):
        kept = [item for item in json.loads(text)['nftables'] if not any(self.is_own(kind, about) for kind, about in item.items())]
        for item in kept:
            if 'table' in item:
                item['table']['handle'] -= 1
        return json.dumps({'nftables': kept}, ensure_ascii=False) + ('\n' if text.endswith('\n') else '')

    def is_own(self, kind, about):
        return about.get('family') == 'inet' and self.name == about.get('name' if kind == 'table' else 'table')
