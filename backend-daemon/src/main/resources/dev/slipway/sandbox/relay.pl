# relay.pl SOCKET PORT, started by relay.sh: carries bytes between connections to 127.0.0.1:PORT and the unix SOCKET, and
# the end of each side to the other. One process for all of them; needs nothing beyond Debian's perl-base.
use strict;
use warnings;
use IO::Socket::INET;
use IO::Socket::UNIX;

my ($proxy, $port) = @ARGV;
my $most_connections = 256;
my $most_waiting = 1 << 16;    # bytes of one direction that a slow reader has not taken
$SIG{PIPE} = 'IGNORE';

# The relay before this one may be about to end.
my $listener;
for (1 .. 100) {
    $listener = IO::Socket::INET->new(
        LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 1024, ReuseAddr => 1, Blocking => 0
    ) and last;
    select undef, undef, undef, 0.02;
}
$listener or die "can't listen on port $port of the sandbox: $@\n";
syswrite STDOUT, "ready\n";

# Each connection is two ends: {socket, waiting (bytes to write to it), quiet (nothing more comes from it), told (that
# nothing more is written to it), other (the other end)}, by the socket's number.
my %ends;

sub drop {
    my ($end) = @_;
    for ($end, $end->{other}) {
        delete $ends{ fileno $_->{socket} };
        close $_->{socket};
    }
    delete $end->{other}{other};
    delete $end->{other};
}

sub fetch {
    my ($end) = @_;
    my $count = sysread $end->{socket}, $end->{other}{waiting}, 1 << 15, length $end->{other}{waiting};
    return if !defined $count && ($!{EAGAIN} || $!{EINTR});
    $end->{quiet} = 1 if !$count;
}

sub deliver {
    my ($end) = @_;
    if (length $end->{waiting}) {
        my $count = syswrite $end->{socket}, $end->{waiting};
        if (defined $count) {
            substr $end->{waiting}, 0, $count, '';
        } elsif (!$!{EAGAIN} && !$!{EINTR}) {
            return drop($end);
        }
    }
    if (!length $end->{waiting} && $end->{other}{quiet} && !$end->{told}) {
        shutdown $end->{socket}, 1;
        $end->{told} = 1;
    }
    drop($end) if $end->{told} && $end->{other}{told};
}

sub admit {
    my $inner = $listener->accept or return;
    my $outer = IO::Socket::UNIX->new(Peer => $proxy) or return;
    $_->blocking(0) for $inner, $outer;
    my $one = { socket => $inner, waiting => '' };
    my $two = { socket => $outer, waiting => '', other => $one };
    $one->{other} = $two;
    $ends{ fileno $inner } = $one;
    $ends{ fileno $outer } = $two;
}

while (1) {
    my ($readable, $writable) = ('', '');
    vec($readable, fileno STDIN, 1) = 1;
    vec($readable, fileno $listener, 1) = 1 if keys %ends < 2 * $most_connections;
    for my $number (keys %ends) {
        my $end = $ends{$number};
        vec($readable, $number, 1) = 1 if !$end->{quiet} && length $end->{other}{waiting} < $most_waiting;
        vec($writable, $number, 1) = 1 if length $end->{waiting};
    }
    next if select($readable, $writable, undef, undef) < 0;
    exit if vec($readable, fileno STDIN, 1) && !sysread STDIN, my $ignored, 1;
    for my $number (keys %ends) {
        my $end = $ends{$number} or next;
        deliver($end) if vec $writable, $number, 1;
        next if !$end->{other} || !vec $readable, $number, 1;
        fetch($end);
        deliver($end->{other});
    }
    admit() if vec $readable, fileno $listener, 1;
}
