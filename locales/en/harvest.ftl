# $source: id of the source; $datasets, $new, $changed, $same, $failed, $gone: counts
harvest-source = { $source }: { $datasets } datasets, { $gone } gone; files: { $new } new, { $changed } changed, { $same } same, { $failed } failed
# $source: id of the source; $reason: why; $datasets, $new, $changed, $same, $failed: counts
harvest-source-failed = { $source }: the catalogue could not be read ({ $reason }); what was known is kept; { $datasets } datasets; files: { $new } new, { $changed } changed, { $same } same, { $failed } failed
harvest-reason-address = no usable address
harvest-reason-private = an address in a private network
harvest-reason-unresolvable = the host’s name cannot be resolved
harvest-reason-unreachable = the host cannot be reached
harvest-reason-host-down = the host does not answer
harvest-reason-timeout = too slow
harvest-reason-broken = the answer was cut or damaged
# $code: HTTP status
harvest-reason-said-status = the server answered { $code }
harvest-reason-redirect = redirects lead nowhere
harvest-reason-too-large = too large
harvest-reason-bomb = grows beyond measure when decompressed
harvest-reason-html = a web page in place of the file
harvest-reason-missing = not in the folder
# $said: the portal's words
harvest-reason-said = the catalogue’s answer is of no use: { $said }
harvest-reason-status = the server does not give the file
harvest-reason-refused = the catalogue answers what is of no use
# $dataset: the dataset's name; $url: the file's address; $reason: why the file is not there.
harvest-file = { $dataset }: { $url } ({ $reason })
# $count: of how many files.
harvest-more = { $count ->
    [one] …and { $count } file more
   *[other] …and { $count } files more
}
