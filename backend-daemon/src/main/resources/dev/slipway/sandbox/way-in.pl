# way-in.pl, started twice by way-in.sh: "listen NAME COMMAND..." makes the unix socket NAME and becomes COMMAND, which is
# "serve PATH" in the sandbox's namespaces. There, whoever connects says in one line where to, "tcp PORT" or "unix PATH",
# is told "ok" or what went wrong, and from then on bytes are carried, and the end of each side to the other. One process
# for all of them; needs nothing beyond Debian's perl-base, and sleeps while nothing moves.
use strict;
use warnings;
use Errno qw(EAGAIN EINTR EINPROGRESS ECONNREFUSED ENOENT);
use Fcntl;
use Socket qw(:DEFAULT inet_aton inet_pton pack_sockaddr_in pack_sockaddr_in6 AF_INET6 IPPROTO_TCP TCP_NODELAY);

my $listener_number = 3;
my $piece = 1 << 17;
my $most_waiting = 1 << 18;    # bytes of one direction that a slow reader has not taken
my $longest_wish = 4200;

my $step = shift @ARGV;
if ($step eq 'listen') {
    my $name = shift @ARGV;
    $^F = 255;                 # sockets stay open in the program that this becomes
    socket my $made, AF_UNIX, SOCK_STREAM, 0 or die "no socket: $!\n";
    unlink $name;
    umask 0177;
    bind $made, pack_sockaddr_un($name) or die "can't listen on $name: $!\n";
    listen $made, 1024 or die "can't listen on $name: $!\n";
    umask 022;
    if (fileno $made != $listener_number) {
        require POSIX;
        POSIX::dup2(fileno $made, $listener_number) or die "no socket: $!\n";
    }
    exec @ARGV or die "can't start $ARGV[0]: $!\n";
}

my $socket_path = shift @ARGV;
chdir '/';
$SIG{PIPE} = 'IGNORE';
open my $listener, '+<&=', $listener_number or die "no socket: $!\n";
unblock($listener);
$| = 1;
syswrite STDOUT, "ready $socket_path\n";

# Each end of a carried connection, by its socket's number: {socket, number, waiting (bytes to write to it), quiet (nothing
# more comes from it), told (that nothing more is written to it), other (the other end)}; an end that has not said where
# to, or whose connection is being made, has a wish instead of an other.
my %ends;
my ($reads, $writes) = ('', '');
vec($reads, 0, 1) = 1;
vec($reads, $listener_number, 1) = 1;

sub unblock {
    my ($socket) = @_;
    fcntl $socket, F_SETFL, fcntl($socket, F_GETFL, 0) | O_NONBLOCK;
}

sub watch {
    my ($end) = @_;
    my $number = $end->{number};
    my $room = $end->{other} ? length $end->{other}{waiting} < $most_waiting : !$end->{tries} && !$end->{connecting};
    vec($reads, $number, 1) = !$end->{quiet} && $room ? 1 : 0;
    vec($writes, $number, 1) = length $end->{waiting} || $end->{connecting} ? 1 : 0;
}

sub forget {
    my ($end) = @_;
    vec($reads, $end->{number}, 1) = 0;
    vec($writes, $end->{number}, 1) = 0;
    delete $ends{ $end->{number} };
    close $end->{socket};
    delete $end->{other};
    delete $end->{from};
}

sub drop {
    my ($end) = @_;
    my $other = $end->{other};
    forget($end);
    forget($other) if $other;
}

sub take {
    my ($socket, %more) = @_;
    unblock($socket);
    my $end = { socket => $socket, number => fileno $socket, waiting => '', %more };
    return $ends{ $end->{number} } = $end;
}

# Tells whoever asked why it can't be, and hangs up.
sub refuse {
    my ($asker, $error) = @_;
    my $word = $error == ECONNREFUSED || $error == ENOENT ? 'nobody' : 'failed';
    local $! = $error;
    syswrite $asker->{socket}, "$word $!\n";
    forget($asker);
}

# Tries the next address of the wish.
sub try_next {
    my ($asker, $error) = @_;
    while (my $try = shift @{ $asker->{tries} }) {
        my ($family, $address) = @$try;
        if (!socket my $socket, $family, SOCK_STREAM, 0) {
            $error = $!;
        } else {
            my $inner = take($socket, connecting => 1, from => $asker);
            setsockopt $socket, IPPROTO_TCP, TCP_NODELAY, 1 if $family != AF_UNIX;
            if (connect $socket, $address) {
                return join_ends($inner);
            } elsif ($! == EINPROGRESS) {
                watch($asker);
                return watch($inner);
            }
            $error = $! if !$error || $! != ECONNREFUSED;
            forget($inner);
        }
    }
    refuse($asker, $error + 0);
}

sub join_ends {
    my ($inner) = @_;
    my $asker = delete $inner->{from};
    delete $inner->{connecting};
    delete $asker->{tries};
    $inner->{waiting} = delete $asker->{wish};
    $asker->{waiting} = "ok\n";
    $inner->{other} = $asker;
    $asker->{other} = $inner;
    deliver($inner);
    deliver($asker) if $asker->{other};
}

sub connected {
    my ($inner) = @_;
    my $error = unpack 'i', getsockopt $inner->{socket}, SOL_SOCKET, SO_ERROR;
    return join_ends($inner) if !$error;
    my $asker = $inner->{from};
    forget($inner);
    try_next($asker, $error);
}

sub hear_wish {
    my ($asker) = @_;
    my $count = sysread $asker->{socket}, $asker->{wish}, 1 << 16, length $asker->{wish};
    return if !defined $count && ($! == EAGAIN || $! == EINTR);
    return forget($asker) if !$count;
    if ($asker->{wish} =~ s/\Atcp (\d{1,5})\n//) {
        my $port = $1 + 0;
        $asker->{tries} = [
            [AF_INET, pack_sockaddr_in($port, inet_aton('127.0.0.1'))],
            [AF_INET6, pack_sockaddr_in6($port, inet_pton(AF_INET6, '::1'))] ];
        try_next($asker, 0);
    } elsif ($asker->{wish} =~ s/\Aunix ([^\n]{1,107})\n//) {
        my $path = $1;
        $asker->{tries} = [ [AF_UNIX, pack_sockaddr_un($path)] ];
        try_next($asker, 0);
    } elsif (length $asker->{wish} > $longest_wish || $asker->{wish} =~ /\n/) {
        forget($asker);
    }
}

sub fetch {
    my ($end) = @_;
    my $other = $end->{other};
    my $count = sysread $end->{socket}, $other->{waiting}, $piece, length $other->{waiting};
    if (!$count) {
        return if !defined $count && ($! == EAGAIN || $! == EINTR);
        # A connection that was reset is not one that ended.
        return drop($end) if !defined $count;
        $end->{quiet} = 1;
    }
    deliver($other);
}

sub deliver {
    my ($end) = @_;
    if (length $end->{waiting}) {
        my $count = syswrite $end->{socket}, $end->{waiting};
        if (defined $count) {
            substr $end->{waiting}, 0, $count, '';
        } elsif ($! != EAGAIN && $! != EINTR) {
            return drop($end);
        }
    }
    if (!length $end->{waiting} && $end->{other}{quiet} && !$end->{told}) {
        shutdown $end->{socket}, 1;
        $end->{told} = 1;
        return drop($end) if $end->{other}{told};
    }
    watch($end);
    watch($end->{other});
}

sub numbers {
    my $bits = unpack 'b*', $_[0];
    my @found;
    for (my $at = index $bits, '1'; $at >= 0; $at = index $bits, '1', $at + 1) {
        push @found, $at;
    }
    return @found;
}

while (1) {
    my ($readable, $writable) = ($reads, $writes);
    next if select($readable, $writable, undef, undef) < 0;
    for my $number (numbers($writable)) {
        my $end = $ends{$number} or next;
        $end->{connecting} ? connected($end) : deliver($end);
    }
    for my $number (numbers($readable)) {
        if ($number == 0) {
            exit if !sysread STDIN, my $ignored, 1;
        } elsif ($number == $listener_number) {
            accept my $socket, $listener or next;
            watch(take($socket, wish => ''));
        } else {
            my $end = $ends{$number} or next;
            $end->{other} ? fetch($end) : hear_wish($end);
        }
    }
}
