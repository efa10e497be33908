#include "synth/invented.h"

/* In a list names are parted by blanks; `_` stands for a blank in a name. */
static const char *const girls[CULTURES] = {
	[CULTURE_BRITISH] =
		"Olivia Amelia Isla Ava Emily Grace Lily Sophie Ella Mia Freya Charlotte Poppy "
		"Evie "
		"Jessica Isabella Sophia Daisy Alice Rosie Ruby Phoebe Florence Willow Millie "
		"Evelyn "
		"Matilda Ellie Sienna Erin Lucy Molly Elsie Scarlett Chloe Holly Eva Layla Harriet "
		"Imogen Maisie Abigail Megan Thea Hannah Ivy Bethany Lola Amber Eliza Zara Lottie "
		"Elizabeth Summer Georgia Lexi Eleanor Violet Zoë Rose Gracie Annabelle Lacey "
		"Martha "
		"Emma Esme Katie Maya Bella Anna Amelie Lilly Katherine Victoria Nancy Penelope "
		"Rebecca Margaret Heidi Jasmine Beatrice Francesca Orla Niamh Ffion Seren Carys "
		"Siân "
		"Aoife Caitlin Lauren Rachel Leah Skye Robyn Tilly Faith Hope Mabel Edith Ada Iris "
		"Hazel Nora Clara Darcey Mollie Tegan Kayla Paige Shannon Courtney Chelsea Jade "
		"Amy "
		"Sarah Laura Natalie Danielle Samantha Gemma Hollie Zoe Keira Libby Mary-Jane "
		"Anna-Mae Lily-Rose Ella-Mae Gracie-Mae Chloé Renée Josephine Philippa Alexandra "
		"Christina Natasha Tabitha Clementine Ottilie Connie Margot Aria Luna Delilah "
		"Olive "
		"Ayla Arabella Harper Maeve Bonnie Lyra Myla",
	[CULTURE_MUSLIM] =
		"Fatima Aisha Maryam Zainab Khadija Amina Hafsa Zahra Safa Aaliyah Inaya Sara Noor "
		"Iqra Sumaya Ayesha Hana Mariam Hira Laiba Anaya Eshal Zoya Alisha Sana Humaira "
		"Nabila Rabia Saira Bushra Asma Yasmin Leila Huda Salma Samira Nadia Rania Farah "
		"Mahnoor Areeba Haleema Sadia Shazia Tahira Uzma Nimra Aleena Hiba Israa",
	[CULTURE_INDIAN] =
		"Anaya Aanya Diya Anika Priya Riya Jasleen Simran Saanvi Aarohi Kavya Isha Meera "
		"Neha "
		"Nisha Pooja Shreya Tara Kiran Amrit Harleen Jasmin Navneet Gurleen Avani Mira "
		"Anjali "
		"Divya Radhika Krishna Manpreet Sukhpreet Rupinder Lavanya Keerthi Nithya",
	[CULTURE_AFRICAN] =
		"Adaeze Amara Blessing Grace Chidera Chioma Esther Favour Deborah Abena Ama Akua "
		"Adwoa "
		"Efua Temi Tiwa Folake Ayomide Nia Zuri Thandiwe Naomi Ruth Miriam Ifrah Hodan "
		"Ayaan "
		"Sagal Mercy Precious Gift Tolu Kemi Ngozi Ife Oluwaseun Sade Rahel Selam Aminata "
		"Fatou Mariama Danielle Michelle Keisha Aaliyah",
	[CULTURE_EUROPEAN] =
		"Zofia Zuzanna Julia Maja Hanna Lena Alicja Oliwia Amelia Wiktoria Natalia "
		"Aleksandra "
		"Emilia Nikola Gabriela Antonina Łucja Małgorzata Andreea Ioana Maria Elena Sofia "
		"Alexandra Daria Bianca Ştefania Viktoria Polina Milena Kateřina Lucía Inês "
		"Beatriz "
		"Giulia Chiara Eleni Dimitra Ieva Gabija Amélie Élise Petra Nóra",
	[CULTURE_CHINESE] =
		"Mei Xin_Yi Jia_Yi Yu_Han Zi_Han Ying Hui_Min Li_Na Yan Wing_Yan Hoi_Ching "
		"Sum_Yi Chloe Jasmine Emily Vivian Tiffany Yi_Ling Xiao_Ling Jing_Yi Qian "
		"Ka_Yan Tsz_Ching Yuki",
};

static const char *const boys[CULTURES] = {
	[CULTURE_BRITISH] =
		"Oliver George Harry Jack Jacob Noah Charlie Thomas Oscar William James Leo Alfie "
		"Henry Joshua Freddie Archie Ethan Isaac Alexander Joseph Edward Samuel Max Daniel "
		"Arthur Lucas Mohammed Logan Theo Harrison Benjamin Mason Sebastian Finley Adam "
		"Dylan "
		"Zachary Riley Teddy Theodore David Toby Jake Louie Elijah Reuben Arlo Hugo Luca "
		"Jaxon Matthew Harvey Reggie Michael Jude Albert Tommy Luke Stanley Jenson Frankie "
		"Callum Ryan Nathan Ronnie Connor Rory Bobby Gabriel Elliot Louis Ezra Jayden Liam "
		"Ralph Felix Blake Frederick Robert Christopher Nicholas Andrew Anthony Patrick "
		"Jonathan Peter Owen Rhys Dylan Evan Iwan Siôn Euan Finlay Cameron Lewis Aidan "
		"Conor "
		"Cillian Seán Kieran Declan Bradley Jordan Tyler Kyle Aaron Ashton Kai Leon Sonny "
		"Rowan Caleb Jasper Rupert Barnaby Monty Otis Albie Roman Tobias Austin Ellis "
		"Carter "
		"Zac Spencer Corey Dexter Stephen Richard Gregory Timothy Joe Ben Sam Billy-Joe "
		"Tommy-Lee Alfie-Jay Jean-Luc André Noël Edwin Ernest Wilfred Percy Rafferty "
		"Hudson "
		"Brody Parker Chester Ted Grayson Hunter Vinnie Ivan",
	[CULTURE_MUSLIM] =
		"Muhammad Mohammed Mohammad Ali Ibrahim Yusuf Ahmed Hassan Hamza Abdullah Omar "
		"Zayn "
		"Ayaan Adam Musa Ismail Bilal Haris Umar Zakariya Idris Hussain Rayyan Isa Khalid "
		"Abdul_Rahman Junaid Imran Usman Faisal Mustafa Tariq Sulaiman Yahya Kareem Danyal "
		"Zain Shahid Rizwan Sami Ilyas Aariz Eesa Haider Taha Mikail Muhammad_Ali "
		"Muhammad_Ibrahim Syed Abdullahi",
	[CULTURE_INDIAN] =
		"Aarav Arjun Vihaan Rohan Aryan Krish Dev Ishaan Vivaan Ayaan Karan Jaspreet "
		"Gurpreet "
		"Harpreet Rahul Nikhil Siddharth Aditya Veer Kabir Sahil Amar Ravi Sanjay Anand "
		"Manveer Jovan Harjit Balraj Hari Pranav Advik Reyansh Dhruv Yash Kunal",
	[CULTURE_AFRICAN] =
		"Emmanuel Daniel David Samuel Joshua Chidi Emeka Kwame Kofi Kojo Yaw Tunde Segun "
		"Oluwaseun Ayomide Tobi Femi Ifeanyi Obinna Chukwuemeka Abdi Mohamed Yonas Dawit "
		"Biniam Tendai Tinashe Kudzai Thabo Sipho Malik Jamal Isaiah Elijah Caleb "
		"Nathaniel "
		"Jeremiah Prince Divine Favour Lamin Ousmane Ibrahima Kwabena Nana Tyrone Jermaine "
		"Marcus",
	[CULTURE_EUROPEAN] =
		"Jakub Antoni Szymon Jan Filip Kacper Aleksander Franciszek Mikołaj Wojciech Adam "
		"Michał Marcel Stanisław Piotr Oskar Bartosz Paweł Łukasz Andrei Alexandru Ştefan "
		"Matei Luca David Ionuţ Nikola Dimitar Georgi Mateo José Tiago João Lorenzo Matteo "
		"Giorgos Konstantinos Lukas Jonas Matas Tomáš Jiří Máté Dávid Maxim Artem",
	[CULTURE_CHINESE] =
		"Wei Jun_Jie Zi_Xuan Yu_Xuan Hao_Yu Jia_Hao Ming Chun_Kit Ho_Yin Tsz_Hin Lok_Yin "
		"Jason Ryan Ethan Kevin Hao_Ran Yi_Chen Zi_Hao Cheuk_Hei Bo_Wen Lucas Yat_Long "
		"Ka_Ho Kenji",
};

static const char *const surnames[CULTURES] = {
	[CULTURE_BRITISH] =
		"Smith Jones Williams Taylor Brown Davies Evans Wilson Thomas Roberts Johnson "
		"Lewis "
		"Walker Robinson Wood Thompson White Watson Jackson Wright Green Harris Cooper "
		"King "
		"Lee Martin Clarke James Morgan Hughes Edwards Hill Moore Clark Harrison Scott "
		"Young "
		"Morris Hall Ward Turner Carter Phillips Mitchell Patel Adams Campbell Anderson "
		"Allen "
		"Cook Bailey Parker Miller Davis Murphy Price Bell Baker Griffiths Kelly Simpson "
		"Marshall Collins Bennett Cox Richardson Fox Gray Rose Chapman Hunt Robertson Shaw "
		"Reynolds Lloyd Ellis Richards Russell Wilkinson Khan Graham Stewart Reid Murray "
		"Powell Palmer Holmes Rogers Stevens Walsh Hunter Thomson Matthews Ross Owen Mason "
		"Knight Kennedy Butler Saunders Cole Pearce Dean Foster Harvey Hudson Gibson Mills "
		"Berry Barnes Pearson Kaur Booth Dixon Grant Gordon Lane Harper Ali Hart Mcdonald "
		"Brooks Ryan Carr Macdonald Hamilton Johnston West Gill Dawson Armstrong Gardner "
		"Stone Andrews Williamson Barker George Fisher Cunningham Watts Webb Lawrence "
		"Bradley "
		"Jenkins Wells Chambers Spencer Poole Atkinson Lawson Day Woods Rees Fraser Black "
		"Fletcher Hussain Willis Marsh Ahmed Doyle Lowe Burns Hopkins Nicholson Parry "
		"Newman "
		"Jordan Henderson Howard Barrett Burton Riley Porter Byrne Houghton John Perry "
		"Baxter "
		"Ball McCarthy Elliott Burke Gallagher Duncan Cooke Austin Read Wallace Hawkins "
		"Hayes "
		"Francis Sutton Davidson Sharp Holland Moss May Bates Morrison O'Brien O'Neill "
		"O'Connor O'Sullivan McKenzie MacLeod McIntyre McLaughlin St_John Fitzgerald "
		"D'Arcy "
		"Le_Roux Prothero Pugh Preece Powles Probert Gwilliam Beavan Tudge Meredith Bufton",
	[CULTURE_MUSLIM] =
		"Khan Ahmed Ali Hussain Begum Malik Shah Iqbal Hussein Mahmood Rahman Miah Akhtar "
		"Mohammed Uddin Islam Chowdhury Mirza Qureshi Butt Raja Sheikh Aslam Rashid Saleem "
		"Bibi Khatun Hossain Choudhury Ashraf Nawaz Siddiqui Javed Rehman Aziz Hassan "
		"Ibrahim "
		"Hamid Yusuf Mustafa Al-Amin Al-Hassan Abdi Osman Farooq Zaman Karim Ul-Haq Ansari "
		"Bashir Haider Latif Majid Nasir Parveen Riaz Sadiq Tariq Younis Zafar El-Sayed "
		"Bin_Saleh Haddad Mansour",
	[CULTURE_INDIAN] =
		"Singh Patel Kaur Sharma Kumar Shah Gill Sandhu Dhillon Sidhu Mistry Desai Joshi "
		"Mehta "
		"Gupta Reddy Nair Menon Iyer Rao Chauhan Parmar Solanki Grewal Bains Johal Virk "
		"Rai "
		"Thomas Mathew George Verma Bhatt Kapoor Malhotra Das Dutta Ghosh Perera Fernando "
		"De_Silva Sivakumar Rajan Gurung Thapa Rana",
	[CULTURE_AFRICAN] =
		"Mensah Owusu Boateng Osei Asante Appiah Okafor Okeke Adeyemi Adebayo Ogunleye Eze "
		"Nwosu Balogun Oyelaran Afolabi Abubakar Mohamed Hassan Ali Abdi Warsame Tesfaye "
		"Bekele Haile Moyo Ncube Sibanda Dube Banda Phiri Mwangi Otieno Kamau Okello "
		"Diallo "
		"Bah Kamara Sesay Conteh Jallow Ceesay Nkosi Dlamini Williams Johnson Campbell "
		"Brown "
		"Clarke Francis Joseph Charles Grant Gordon Morgan Reid",
	[CULTURE_EUROPEAN] =
		"Nowak Kowalski Kowalska Wiśniewski Wójcik Kamiński Lewandowski Zieliński "
		"Szymański "
		"Woźniak Dąbrowski Kozłowski Mazur Jankowski Krawczyk Popescu Ionescu Popa Stan "
		"Dumitru Marin Munteanu Rusu Ivanov Petrov Dimitrov Georgiev Kazlauskas Petrauskas "
		"Silva Santos Ferreira Dos_Santos Pereira García Fernández Rodríguez Rossi Russo "
		"Papadopoulos Georgiou Müller Schmidt Van_der_Berg De_Vries Novák Horváth Nagy "
		"Kovács "
		"Dubois Lefèvre Šimić Yılmaz Kaya Demir Çelik Öztürk Hoxha Krasniqi",
	[CULTURE_CHINESE] =
		("Wang Li Zhang Chen Liu Wong Chan Lee Cheung Lam Yang Huang Zhao Wu Zhou Leung "
		 "Ho Ng Tang Cheng Lau Yeung Xu Sun Lin Ma Zhu Guo He Tsang"),
};

static const char before[] =
	"Ash Brad Brom Burn Cald Cars Chad Clay Col Cran Dal Dar Den East Elm Fair Far Fen Gar "
	"Glad "
	"Had Hal Ham Har Hart Hat Haw Hazel Hol Kem Kid Kings Lang Law Ling Long Mar Mel Mid Nor "
	"North Oak Old Pem Pick Rad Red Ros Row Rush Sed Shel Stan Stap Ston Strat Sud Swin Tam "
	"Thorn "
	"Tun Wad Wal Ware Wen West Whit Wick Win Wood Wool Wy Yar";
static const char after[] = "bourne bridge brook burn bury by combe cote croft dale den don field "
			    "ford gate ham hampton "
			    "head hill holme hurst land leigh ley low man mere more over shaw "
			    "stead stock stone ton ville "
			    "ward water way well wick wood worth";

static const char shorts[] =
	"Thomas=Tom Oliver=Ollie William=Will James=Jamie Charlie=Charles Alfie=Alfred "
	"Harry=Harrison "
	"Joshua=Josh Freddie=Frederick Archie=Archibald Alexander=Alex Joseph=Joe Edward=Ted "
	"Samuel=Sam Daniel=Dan Benjamin=Ben Zachary=Zach Theodore=Theo Theo=Theodore Matthew=Matt "
	"Michael=Mike Nathan=Nate Frederick=Fred Robert=Rob Christopher=Chris Nicholas=Nick "
	"Andrew=Andy Anthony=Tony Patrick=Paddy Jonathan=Jon Cameron=Cam Timothy=Tim Stephen=Steve "
	"Richard=Rich Gregory=Greg Nathaniel=Nat Jacob=Jake Max=Maxwell Sebastian=Seb Olivia=Liv "
	"Amelia=Millie Emily=Em Sophie=Soph Charlotte=Lottie Isabella=Bella Jessica=Jess "
	"Matilda=Tilly Ellie=Eleanor Eleanor=Ellie Elizabeth=Beth Lucy=Lucinda Harriet=Hattie "
	"Abigail=Abi Megan=Meg Hannah=Han Bethany=Beth Georgia=George Annabelle=Anna "
	"Katherine=Kate Victoria=Vicky Penelope=Penny Rebecca=Becky Margaret=Maggie "
	"Francesca=Fran Danielle=Dani Samantha=Sam Josephine=Josie Philippa=Pippa "
	"Alexandra=Alex Christina=Tina Natasha=Tash Tabitha=Tabby Rosie=Rosemary Muhammad=Mohammed "
	"Mohammed=Mo Aleksander=Alex Aleksandra=Ola Zuzanna=Zuzia Wojciech=Wojtek Jakub=Kuba "
	"Małgorzata=Gosia Katie=Katherine Manpreet=Manny Oluwaseun=Seun Emmanuel=Manny "
	"Esther=Essie "
	"Chukwuemeka=Emeka Deborah=Debbie Konstantinos=Kostas Alexandru=Alex Abdullah=Abdul "
	"Ayesha=Aisha Maryam=Mariam Zainab=Zaynab Imogen=Immy Jasmine=Jas Beatrice=Bea";

const struct ethnic_group ethnic_groups[] = {
	{"WBRI", "A", 640, CULTURE_BRITISH}, {"WIRI", "B", 6, CULTURE_BRITISH},
	{"WOTH", "C", 70, CULTURE_EUROPEAN}, {"WROM", "C", 3, CULTURE_EUROPEAN},
	{"MWBC", "D", 16, CULTURE_BRITISH},  {"MWBA", "E", 10, CULTURE_AFRICAN},
	{"MWAS", "F", 16, CULTURE_BRITISH},  {"MOTH", "G", 24, CULTURE_BRITISH},
	{"AIND", "H", 38, CULTURE_INDIAN},   {"APKN", "J", 46, CULTURE_MUSLIM},
	{"ABAN", "K", 19, CULTURE_MUSLIM},   {"AOTH", "L", 20, CULTURE_INDIAN},
	{"BCRB", "M", 10, CULTURE_AFRICAN},  {"BAFR", "N", 42, CULTURE_AFRICAN},
	{"BOTH", "P", 8, CULTURE_AFRICAN},   {"CHNE", "R", 8, CULTURE_CHINESE},
	{"OOTH", "S", 24, CULTURE_MUSLIM},
};
static const size_t ethnic_group_count = sizeof ethnic_groups / sizeof *ethnic_groups;

size_t invented_group(struct random *r)
{
	uint64_t total = 0;

	for (size_t i = 0; i < ethnic_group_count; i++)
		total += ethnic_groups[i].share;
	uint64_t at = random_below(r, total);
	size_t group = 0;
	while (at >= ethnic_groups[group].share)
		at -= ethnic_groups[group++].share;
	return group;
}

#define LIST_MOST 256

/* A list cut into names once, with the running sum of their weights. */
struct name_list {
	size_t count;
	struct text names[LIST_MOST];
	uint64_t sums[LIST_MOST];
};

static struct name_list *list_cut(struct name_list *list, const char *names)
{
	struct text name, rest = text_of(names);

	while (list->count < LIST_MOST && text_cut(&rest, ' ', &name)) {
		uint64_t sum = list->count ? list->sums[list->count - 1] : 0;
		list->sums[list->count] = sum + 1000000 / (list->count + 8);
		list->names[list->count++] = name;
	}
	return list;
}

static struct text list_draw(const struct name_list *list, struct random *r)
{
	uint64_t at = random_below(r, list->sums[list->count - 1]);
	size_t low = 0, high = list->count - 1;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (at < list->sums[middle])
			high = middle;
		else
			low = middle + 1;
	}
	return list->names[low];
}

struct text invented_forename(struct random *r, enum culture culture, char sex)
{
	static struct name_list lists[CULTURES][2];
	struct name_list *list = &lists[culture][sex == 'F'];

	if (list->count == 0)
		list_cut(list, sex == 'F' ? girls[culture] : boys[culture]);
	return list_draw(list, r);
}

struct text invented_surname(struct random *r, struct arena *arena, enum culture culture)
{
	static struct name_list lists[CULTURES], halves[2];

	if (halves[0].count == 0) {
		list_cut(&halves[0], before);
		list_cut(&halves[1], after);
		for (int i = 0; i < CULTURES; i++)
			list_cut(&lists[i], surnames[i]);
	}
	if (culture != CULTURE_BRITISH || random_below(r, 100) < 55)
		return list_draw(&lists[culture], r);
	struct text first = halves[0].names[random_below(r, halves[0].count)];
	struct text second = halves[1].names[random_below(r, halves[1].count)];
	char *at = arena_take(arena, first.length + second.length);
	memcpy(at, first.at, first.length);
	memcpy(at + first.length, second.at, second.length);
	return (struct text){at, first.length + second.length};
}

struct text invented_short(struct text forename)
{
	struct text pair, rest = TEXT(shorts);

	while (text_cut(&rest, ' ', &pair)) {
		struct text full;
		text_cut(&pair, '=', &full);
		if (text_equal(full, forename))
			return pair;
	}
	return TEXT_NONE;
}
