"""First names of people of many countries, by which a name in English news is known for a person's."""

from __future__ import annotations

GIVEN = frozenset(
    """
    aaron abbas abdallah abdel abdelaziz abdelkader abdirahman abdoulaye abdul abdulaziz abdullah abdulrahman abebe
    abel abraham adam adama ade adebayo adel adewale adnan adrian adriana agnes agnieszka ahmad ahmed aida aigul ainur
    aisha aissatou akbar akira akmal alaa alan albert alberto aleh alejandra alejandro aleks aleksandar aleksander
    aleksandr aleksandra aleksei aleksey alena ales alessandra alessandro alex alexander alexandra alexandre alexei
    alexey alfonso alfredo ali aliaksandr aliaksei alice alicia alina alisa alisher aliya almaz alvaro amadou amal
    amanda amar amelia amina aminata amir amira amos amr ana anahit anas anastasia anastasiya anatol anatoli anatoly
    anders andre andrea andreas andrei andrej andres andrew andrey andrii andriy andrzej anete angel angela angelika
    angus anibal anil anita anjali ann anna anne annette anthony anton antonia antonio anwar aoife apolinar arash
    arben ardian arif arjun arkady arman armando armen arnaud arsen artem arthur artur arturo artyom arun aryeh asad
    ashot ashraf asif asim aslan astrid ataur atif augusto aung avraham awa axel ayman ayse ayşe azat aziz aziza babak
    babatunde bader bakhtiyar bakyt balázs baptiste barbara bartosz bashar bashir beatriz behrouz bekzat ben benedikt
    benjamin bernard bernardo bernd berta bilal birgit boris borislav bożena brahim branko brenda brian brigitte bruno
    bunyamin burak camila camille can carl carla carlo carlos carmen carolina caroline catarina catherine cecilia
    celia cem chandra charles chiara chidi chinedu chinwe chris christian christina christine christoph christophe
    christopher chukwuma claire clara claudia claudio colin cristian cristina cyril cyrus dagmar damian damir dana
    daniel daniela daniele daniyar daria dariga dariusz darko darren darya david davit dawit deborah delphine demba
    denis denys derek devon diana didier diego dieter dilnoza dilshod dimitri dimitrios dina dinara dirk djamila
    dmitri dmitrii dmitriy dmitry dmytro dominik dominique donald dora dorota douglas dragan duncan dzmitry eduard
    eduardo edward edwin efraim ehsan ekaterina elchin elena eleni elias elif elin elina elisa elizabeth ella ellen
    elmar elnur elvira emanuel emeka emil emilia emilio emily emin emine emma emmanuel enrique eric erica erik erika
    erkin ernesto ervin esra esteban esther ethan etienne eugene eva evan evelyn evgeni evgenia evgeny eyal ezra
    fabian fabiola fabrice fadi fahad faisal farah farhad fariba farid farida faridun farrukh fatemeh fatima fatma
    fatou fatoumata fausto federico felipe felix ferdinand ferenc fernanda fernando fikret filip fiona firas firdaus
    flora florence florian folasade francesca francesco francis francisco franck francois frank franz françois fred
    frederic frederick fredrik friedrich frédéric fuad gabor gabriel gabriela gareth gary gaspard gavin georg george
    georges georgi georgios gerald gerard gerardo gerhard german gheorghe ghulam giacomo gianni gideon giorgi giorgio
    giovanni giulia giuseppe gleb gloria goran gordon grace graham greg gregory greta grigori grigory grzegorz gudrun
    guillaume guillermo gulmira gulnara gulnora gunnar gurgen gustav gustavo gábor günter habib hadi hadiza haile
    hakan hakim halima halina hamed hamid hamza hana hanna hannah hans harald harold haruka harun haruna hasan hashem
    hassan hassina hatice hauwa heba hector heidi heinrich helen helena helene helga henri henrik henry herbert hiba
    hideo hilda hind hiroshi hossein houda hrant hugo huma hussein héctor ian ibrahim ida ifeoma ignacio ignatius igor
    ihar ihor ikram ilaha ildiko ileana ilgar ilham ilia ilir ilona ilse ilya iman imran ines inga inger ingrid inés
    ioana ioannis ion irakli irene irina iryna isaac isabel isabella isabelle isaías isla ismail ismayil israel issa
    ivan ivana ivar ivo iwona iyad jaan jabbar jacek jack jackson jacob jacqueline jacques jafar jaime jake jakob
    jakub jalal jalil jamal james jamil jamila jan jana jane janet janos janusz jared jaroslav jaroslaw jasmin jasmine
    jason jasper javad javid javier jean jelena jens jeremy jerome jerzy jesper jesse jessica jesús jiří joan joana
    joanna joao joaquin jochen joel johan johann johanna johannes john jonas jonathan jordi jorge jose josef joseph
    josephine joshua josé jovan joão juan juana judith juha julia julian juliana julie julien juliette julio julius
    justin justine jános jésus jörg jürgen kader kaja kakha kamal kamila kamran karel karen karim karima karin karina
    karl karla karolina katarina katarzyna kate katerina katherine kathleen katja katrin kazimierz keiko keith kemal
    kenji kenneth kenza kerim kerstin kevin khadija khaled khalid khalil khurshid kim kirill kirsten klara klaus kofi
    konstantin krista kristian kristina kristof krzysztof kseniya kumar kurban kurt kwame laila lakshmi lamine lana
    larisa lars lasha laszlo latif laura laurence laurent lawrence layla lea leah leif leila lena leo leon leonard
    leonardo leonid leopold leticia lev levan levon leyla liam lidia lika lila lilia lilian liliana lina linda ling
    lionel lisa liselotte liudmila livia ljubica lobsang lorenzo louis louise luan luca lucas lucia luciano lucie lucy
    lucía ludmila ludwig luis luisa luiz lukas lukasz luke luz lyudmila lászló maciej madeleine madina magda magdalena
    magnus maha mahbub mahdi mahmoud mahmud mahtab maja majid maksim maksym malak malcolm malik malika mamadou manana
    mansour mansur manuel manuela mara marat marc marcel marcela marcelo marcin marco marcos marcus marek margaret
    margarita margit maria mariam mariama marian mariana marianne marie marija marijana marin marina mario marion
    marisol marius mariusz mariya marjan mark marko markus marlene marta martha martin martina martins marwa marwan
    mary maryam maryia maryna masha masood masoud mateusz mathias mathieu mats matteo matthew matthias maurice
    mauricio maxim maxime maya mayada mehdi mehmet mehran mei meiling mekonnen melanie melissa meltem merab mercedes
    meron michael michal michał michel michele michelle miguel mihai mihail mikael mikalai mike mikhail mikheil mikko
    mila milan milena miloš mina minh mira miriam miroslav mirza mitch mohamad mohamed mohammad mohammed mohsen moisés
    mojtaba molly monica monika monique morteza moses moshe mostafa mouhamed mounir mousa mubarak muhammad muhammadu
    muhammed mukhtar munir murad murat musa mustafa mykhailo mykola myriam nabil nada nadezhda nadia nadine nadir
    naeem naguib najib nana nancy naomi narges nargiza narine nasir nasrin nasser natalia natalie nataliia natalya
    natasha nathalie nathan nathaniel nazanin nazim neil nelson nemanja neven ngozi nicholas nick nicola nicolae
    nicolas nicole nidal niels nigar nika nikita nikola nikolai nikolaos nikolas nikolaus nikolay nils nina nino nizar
    noa noah noel nora norbert norma nour nuno nur nurgul nurlan nyima octavio odeya oksana oleg oleh oleksandr
    oleksandra oleksii oleksiy olena olga olha oliver olivia olivier olof omar omid orkhan oscar oskar osman otar otto
    oumar oumou ousmane pablo palden pamela paola paolo parisa parvin pascal patricia patrick patrizia paul paula
    paulina pauline paulo pavel pavlo paweł payam pedro peter petr petra petro philip philipp philippe pierre piers
    pieter piotr prakash priya przemysław qasim rabia rachel radek radu rafael rafał rafik rafiq rahel rahim rahul
    raimo rainer raisa rajesh ralf ralph ramazan ramil ramiro ramon ramzi ramón rana rania raphael raquel rasa rashid
    rasul raul raymond raúl reem regina renata renate rené reza ricardo richard rima rita robert roberta roberto
    rodrigo rogelio roger roland rolando rolf roman ronald rosa rosario ross roxana roya roza ruben rubén rudolf rufat
    ruslan russell rustam ruth ryan ryszard saba sabina sabine sabri saddam sadiq saeed safa said saida saif sakine
    salah salem salim salima salma salman salome salvador sam samia samir samira samson samuel samuil sana sandra
    sandro sanjay sara sarah sardar sari sasha saulius saurabh sayed scott sean sebastian sebastián selim selin selma
    semyon sepideh serge sergei sergey sergio serhii serhiy sevda sevinj shahin shahla shakira shamil sharif shaukat
    shaun sheila sherzod shirin shlomo shukhrat siamak siarhei sibel sidiki siegfried sigrid silvia simeon simon
    simone sina siobhán slavko slim snezana soeren sofia sofie sofiya solomon sonia sonja sophia sophie soraya sotir
    srdjan stanislav stanisław stefan stefania stefano stella stepan stephan stephanie stephen steve steven stewart
    stig stjepan stuart suad subhash suleiman suleyman sultan sunil susan susana susanne sven svetlana svitlana
    sylvain sylvia sylvie szymon sławomir taha tahir tamar tamara tamás tania tanja tanya taras tarek tariq tatiana
    tatsiana tatyana teimuraz temur tendai tengiz teodor teresa tereza theodor theodore theresa thierry thomas tigran
    tihomir till tim timo timothy timur tina titus tobias todd tom tomas tomasz tomislav tomás toni tony tove tsegaye
    tsering tsvetan tuncay turgut uchenna ugnė ulrich ulrika ulviyya umar umut ursula uzma vadim vadym vadzim vahid
    valentin valentina valeri valeria valerie valeriy valery vanessa vasile vasili vasily vasyl vera veronica veronika
    victor victoria vidar vijay vikram viktar viktor viktoria vincent vincenzo viola violeta virginia vitali vitaliy
    vitaly vito vittorio vlad vladimir vladislav vladyslav volha volker volodymyr vusal vyacheslav wael waleed walid
    walter wang wanjiru wei werner wesley wilhelm willem william wilmer wojciech wolfgang xavi xavier xiao yael yahia
    yahya yakov yana yang yann yaroslav yasemin yaser yasin yasir yasmin yasmine yassine yauheni yeison yelena yerlan
    yevgen yevgenia yevgeny yevhen yitzhak yosef youssef yuko yulia yuliia yun yuri yurii yuriy yury yusuf yves yvonne
    zaal zahra zainab zakaria zaki zakir zara zaur zaza zbigniew zdenek zehra zeinab zeynep zhanna zhao zita ziyad
    zofia zoltán zoran zsófia zubair zulfiya zurab zuzana łukasz
    """.split()  # noqa: SIM905 - a list of words reads better without their quotes
)
